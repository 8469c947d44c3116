SELECT debt.bill_id AS of_bill, (SELECT card.bill_line FROM card WHERE card.id = debt.card_id) AS of_line, posting.amount,
       entry.bill_id AS by_bill
FROM account
JOIN debt ON debt.id = account.ref
JOIN posting ON posting.account_id = account.id
JOIN entry ON entry.id = posting.entry_id
WHERE account.kind = 'debt' AND debt.bill_id IS NOT NULL AND debt.since >= :from
  AND entry.bill_id IS NOT NULL AND entry.posted_on <= :to
