SELECT min(debt.since) AS day
FROM account
JOIN debt ON debt.id = account.ref
JOIN posting ON posting.account_id = account.id
JOIN entry ON entry.id = posting.entry_id
WHERE account.kind = 'debt' AND entry.posted_on >= :from AND entry.posted_on <= :to
