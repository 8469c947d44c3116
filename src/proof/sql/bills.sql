SELECT bill.id, bill.number, entry.seq, entry.facts, count(entry.id) AS entries
FROM bill LEFT JOIN entry ON entry.bill_id = bill.id
WHERE bill.id > :from
GROUP BY bill.id ORDER BY bill.id
