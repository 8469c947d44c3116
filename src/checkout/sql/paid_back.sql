WITH RECURSIVE
    -- The lot, the one it was made from by a merge, and so on up.
    up (id, from_lot) AS (
        SELECT lot.id, lot.from_lot FROM lot WHERE lot.id = :lot
        UNION ALL
        SELECT lot.id, lot.from_lot FROM up JOIN lot ON lot.id = up.from_lot),
    -- The first of them, and every lot that was made of it.
    kin (id, member_id) AS (
        SELECT lot.id, lot.member_id FROM up JOIN lot ON lot.id = up.id WHERE up.from_lot IS NULL
        UNION
        SELECT child.id, child.member_id FROM kin
        JOIN member_merge ON member_merge.from_id = kin.member_id
        JOIN lot AS child ON child.member_id = member_merge.into_id AND child.from_lot = kin.id)
SELECT coalesce(sum(-bill_line.net), 0)
FROM kin
CROSS JOIN bill ON bill.member_id = kin.member_id AND bill.kind = 'card_refund'
CROSS JOIN bill_line ON bill_line.bill_id = bill.id AND bill_line.code = 'lot ' || kin.id
WHERE NOT EXISTS (SELECT 1 FROM bill AS back WHERE back.of_bill = bill.id)
