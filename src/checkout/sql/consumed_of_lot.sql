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
SELECT coalesce(sum(posting.amount), 0)
FROM kin
CROSS JOIN account ON account.kind IN ('lot.principal', 'lot.gift') AND account.ref = kin.id
CROSS JOIN posting ON posting.account_id = account.id
JOIN entry ON entry.id = posting.entry_id AND entry.kind IN ('sale', 'refund', 'void')
