SELECT -posting.amount AS amount, debt.bill_id, card.bill_line
FROM entry
JOIN posting ON posting.entry_id = entry.id
JOIN account ON account.id = posting.account_id AND account.kind = 'debt'
JOIN debt ON debt.id = account.ref
LEFT JOIN card ON card.id = debt.card_id
WHERE entry.bill_id = :bill AND debt.bill_id IS NOT NULL ORDER BY debt.id
