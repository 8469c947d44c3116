INSERT INTO lot (member_id, principal, gift, spend_order, gift_expires_on, bought_on, bought_at, sold_by, gift_rule,
                 gift_version, bill_id, from_lot)
VALUES (:member, :principal, :gift, :order, :expires, :bought_on, :bought_at, :sold_by, :rule, :version, :bill, :from)
