SELECT lot.member_id, sum(account.balance) AS balance FROM lot
JOIN account ON account.kind IN ('lot.principal', 'lot.gift') AND account.ref = lot.id
WHERE account.balance <> 0 GROUP BY lot.member_id ORDER BY lot.member_id
