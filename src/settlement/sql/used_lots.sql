SELECT entry.bill_id, lot.bought_at AS home, account.kind, sum(posting.amount) AS amount,
    (WITH RECURSIVE origin (id, from_lot) AS (
        SELECT lot.id, lot.from_lot
        UNION ALL
        SELECT before.id, before.from_lot FROM origin JOIN lot AS before ON before.id = origin.from_lot)
     SELECT min(coalesce(part_in.granted, part_in.ask))
     FROM origin CROSS JOIN part_in ON part_in.lot_id = origin.id) AS ask
FROM lot
JOIN account ON account.ref = lot.id AND account.kind IN ('lot.principal', 'lot.gift')
JOIN posting ON posting.account_id = account.id
JOIN entry ON entry.id = posting.entry_id
WHERE lot.bought_at <> :here AND entry.bill_id > :from AND entry.bill_id <= :to
    AND entry.kind IN ('sale', 'refund', 'void')
GROUP BY entry.bill_id, lot.bought_at, account.kind
