INSERT INTO bill (number, kind, member_id, staff_id, second_id, posted_on, posted_at, of_bill, list_total, discount,
                  points_used, points_off, points_earned, payable, card_value, change_due, reason, trace, command_id)
VALUES (:number, :kind, :member, :staff, :second, :day, :at, :of_bill, :list_total, :discount, :points_used,
        :points_off, :points_earned, :payable, :card_value, :change_due, :reason, :trace, :command)
