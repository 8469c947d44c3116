SELECT debt.id, debt.member_id, debt.amount, debt.card_id, debt.bill_id, debt.since,
       coalesce(account.balance, 0) AS left
FROM debt LEFT JOIN account ON account.kind = 'debt' AND account.ref = debt.id
WHERE debt.id = :id
