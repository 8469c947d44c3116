-- Points that a bill earned and that lapsed since.
SELECT coalesce(sum(posting.amount), 0) AS lapsed
FROM points_lot
CROSS JOIN account ON account.kind = 'points.lot' AND account.ref = points_lot.id
CROSS JOIN posting ON posting.account_id = account.id
JOIN entry ON entry.id = posting.entry_id AND entry.kind = 'lapse'
WHERE points_lot.bill_id = :bill
