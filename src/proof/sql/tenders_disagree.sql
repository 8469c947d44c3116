SELECT entry.seq, bill.number, moved.amount AS posted, coalesce(stated.amount, 0) AS stated
FROM (
    SELECT posting.entry_id, sum(posting.amount) AS amount
    FROM account JOIN posting ON posting.account_id = account.id
    WHERE account.kind = :kind GROUP BY posting.entry_id) AS moved
JOIN entry ON entry.id = moved.entry_id AND entry.kind IN ('sale', 'refund', 'void')
JOIN bill ON bill.id = entry.bill_id
LEFT JOIN (
    SELECT bill_id, sum(CASE :column WHEN 'gift' THEN gift ELSE principal END) AS amount
    FROM bill_tender GROUP BY bill_id) AS stated ON stated.bill_id = bill.id
WHERE moved.amount <> coalesce(stated.amount, 0)
ORDER BY entry.seq LIMIT 50
