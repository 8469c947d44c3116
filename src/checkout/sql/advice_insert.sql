INSERT INTO recommendation (member_id, item_id, staff_id, bill_id, on_day, command_id)
VALUES (:member, :item, :staff, :bill, :day, :command)
