SELECT account.kind AS account, entry.kind AS why, sum(posting.amount) AS amount
FROM entry JOIN posting ON posting.entry_id = entry.id
JOIN account ON account.id = posting.account_id
    AND account.kind IN ('lot.principal', 'lot.gift', 'card.value', 'debt', 'points.lot')
WHERE entry.posted_on BETWEEN :from AND :to
GROUP BY account.kind, entry.kind, posting.amount > 0 ORDER BY account.kind, entry.kind
