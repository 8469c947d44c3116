WITH RECURSIVE here (home, ask, lot) AS (
    SELECT home, coalesce(granted, ask), points_id FROM part_in WHERE points_id IS NOT NULL
    UNION ALL
    SELECT here.home, here.ask, points_lot.id FROM here JOIN points_lot ON points_lot.from_lot = here.lot)
SELECT entry.bill_id, here.home, sum(posting.amount) AS amount, min(here.ask) AS ask,
    bill.points_used, bill.points_off
FROM here
JOIN account ON account.ref = here.lot AND account.kind = 'points.lot'
JOIN posting ON posting.account_id = account.id
JOIN entry ON entry.id = posting.entry_id
JOIN bill ON bill.id = entry.bill_id
WHERE entry.bill_id > :from AND entry.bill_id <= :to AND entry.kind IN ('sale', 'refund', 'void')
GROUP BY entry.bill_id, here.home
