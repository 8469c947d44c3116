SELECT origin.id FROM points_lot JOIN points_lot AS origin ON origin.bill_id = points_lot.bill_id
WHERE points_lot.id = :lot AND origin.member_id = :from ORDER BY origin.id LIMIT 1
