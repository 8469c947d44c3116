WITH RECURSIVE up (id, from_lot) AS (
    SELECT lot.id, lot.from_lot FROM lot WHERE lot.id = :lot
    UNION ALL
    SELECT lot.id, lot.from_lot FROM up JOIN lot ON lot.id = up.from_lot)
SELECT lot.bill_id, 1 AS line, lot.bought_on
FROM up JOIN lot ON lot.id = up.id WHERE up.from_lot IS NULL AND lot.bill_id IS NOT NULL
