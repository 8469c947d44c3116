SELECT account.kind, -sum(posting.amount) AS amount
FROM entry JOIN posting ON posting.entry_id = entry.id
JOIN account ON account.id = posting.account_id AND account.kind GLOB 'income.*'
WHERE entry.posted_on = :day GROUP BY account.kind ORDER BY account.kind
