SELECT kind AS account, sum(balance) AS amount FROM account
WHERE kind IN ('lot.principal', 'lot.gift', 'card.value', 'debt', 'points.lot') GROUP BY kind ORDER BY kind
