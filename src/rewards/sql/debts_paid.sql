SELECT DISTINCT debt.bill_id FROM entry
JOIN posting ON posting.entry_id = entry.id
JOIN account ON account.id = posting.account_id AND account.kind = 'debt'
JOIN debt ON debt.id = account.ref
WHERE entry.bill_id = :bill AND debt.bill_id IS NOT NULL
