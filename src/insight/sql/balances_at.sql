SELECT lot.member_id, -sum(posting.amount) AS balance FROM lot
JOIN account ON account.kind IN ('lot.principal', 'lot.gift') AND account.ref = lot.id
JOIN posting ON posting.account_id = account.id
JOIN entry ON entry.id = posting.entry_id AND entry.posted_on <= :until
GROUP BY lot.member_id ORDER BY lot.member_id
