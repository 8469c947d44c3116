SELECT coalesce(sum(posting.amount), 0) AS amount
FROM entry JOIN posting ON posting.entry_id = entry.id
JOIN account ON account.id = posting.account_id AND account.kind GLOB 'till.*'
WHERE entry.posted_on BETWEEN :from AND :to AND entry.bill_id IS NOT NULL
