SELECT id, principal, gift, spend_order, gift_expires_on, bought_on, bought_at, sold_by, gift_rule, gift_version,
       gift_arm, from_lot
FROM lot WHERE bill_id = :bill ORDER BY id
