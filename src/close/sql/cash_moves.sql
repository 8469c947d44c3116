SELECT entry.kind, coalesce(sum(CASE WHEN posting.amount > 0 THEN posting.amount END), 0) AS came,
       coalesce(sum(CASE WHEN posting.amount < 0 THEN -posting.amount END), 0) AS went
FROM account
JOIN posting ON posting.account_id = account.id AND posting.entry_id > :after AND posting.entry_id <= :through
JOIN entry ON entry.id = posting.entry_id
WHERE account.kind = 'till.cash' AND account.ref = 0
GROUP BY entry.kind ORDER BY entry.kind
