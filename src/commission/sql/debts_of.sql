-- CROSS JOIN keeps this order: from the bills asked for, not from all debts there are.
SELECT debt.bill_id AS of_bill, (SELECT card.bill_line FROM card WHERE card.id = debt.card_id) AS of_line, posting.amount,
       entry.bill_id AS by_bill
FROM entry
CROSS JOIN posting ON posting.entry_id = entry.id
CROSS JOIN account ON account.id = posting.account_id AND account.kind = 'debt'
CROSS JOIN debt ON debt.id = account.ref
WHERE entry.bill_id IN (SELECT value FROM json_each(:ids)) AND debt.bill_id IS NOT NULL
