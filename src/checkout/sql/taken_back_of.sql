SELECT coalesce(sum(posting.amount), 0)
FROM account
JOIN posting ON posting.account_id = account.id
JOIN entry ON entry.id = posting.entry_id
WHERE account.kind = 'points.lot' AND account.ref = :lot AND entry.kind IN ('refund', 'void')
    AND entry.id > :merge AND entry.member_id <> :into
