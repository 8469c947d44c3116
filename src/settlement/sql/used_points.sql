SELECT entry.bill_id, part_in.home, sum(posting.amount) AS amount, min(part_in.ask) AS ask,
    bill.points_used, bill.points_off
FROM part_in
JOIN account ON account.ref = part_in.points_id AND account.kind = 'points.lot'
JOIN posting ON posting.account_id = account.id
JOIN entry ON entry.id = posting.entry_id
JOIN bill ON bill.id = entry.bill_id
WHERE part_in.kind = 'points' AND entry.bill_id > :from AND entry.bill_id <= :to
    AND entry.kind IN ('sale', 'refund', 'void')
GROUP BY entry.bill_id, part_in.home
