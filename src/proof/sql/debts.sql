SELECT debt.id, debt.amount, coalesce(account.balance, 0) AS left
FROM debt LEFT JOIN account ON account.kind = 'debt' AND account.ref = debt.id ORDER BY debt.id
