SELECT account.side * sum(posting.amount) AS balance
FROM account
JOIN posting ON posting.account_id = account.id
JOIN entry ON entry.id = posting.entry_id
WHERE account.kind = :kind AND account.ref = :ref AND entry.posted_on <= :day
GROUP BY account.id
