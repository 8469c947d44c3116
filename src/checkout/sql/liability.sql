SELECT kind, sum(balance) AS balance FROM account
WHERE kind IN ('lot.principal', 'lot.gift', 'card.value', 'debt', 'points.lot') GROUP BY kind
