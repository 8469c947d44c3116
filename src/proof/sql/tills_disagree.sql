SELECT entry.seq, bill.number, coalesce(moved.amount, 0) AS posted, coalesce(stated.amount, 0) AS stated
FROM bill
JOIN entry ON entry.bill_id = bill.id
LEFT JOIN (
    SELECT posting.entry_id, sum(posting.amount) AS amount
    FROM account JOIN posting ON posting.account_id = account.id
    WHERE account.kind = :kind GROUP BY posting.entry_id) AS moved ON moved.entry_id = entry.id
LEFT JOIN (
    SELECT bill_id, sum(amount) AS amount FROM bill_tender WHERE tender = :tender GROUP BY bill_id) AS stated
    ON stated.bill_id = bill.id
WHERE coalesce(moved.amount, 0) <> coalesce(stated.amount, 0)
ORDER BY entry.seq LIMIT 50
