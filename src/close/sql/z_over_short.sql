SELECT -coalesce(sum(posting.amount), 0) AS amount
FROM entry JOIN posting ON posting.entry_id = entry.id
JOIN account ON account.id = posting.account_id AND account.kind = 'over_short'
WHERE entry.posted_on = :day
