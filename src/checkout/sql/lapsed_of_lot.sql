WITH RECURSIVE
    up (id, from_lot) AS (
        SELECT lot.id, lot.from_lot FROM lot WHERE lot.id = :lot
        UNION ALL
        SELECT lot.id, lot.from_lot FROM up JOIN lot ON lot.id = up.from_lot)
SELECT coalesce(sum(posting.amount), 0)
FROM up
CROSS JOIN account ON account.kind = 'lot.gift' AND account.ref = up.id
CROSS JOIN posting ON posting.account_id = account.id
JOIN entry ON entry.id = posting.entry_id AND entry.kind = 'lapse'
