SELECT entry.bill_id, lot.bought_at AS home, account.kind, sum(posting.amount) AS amount,
    (SELECT min(part_in.ask) FROM part_in WHERE part_in.lot_id = coalesce(lot.from_lot, lot.id)) AS ask
FROM lot
JOIN account ON account.ref = lot.id AND account.kind IN ('lot.principal', 'lot.gift')
JOIN posting ON posting.account_id = account.id
JOIN entry ON entry.id = posting.entry_id
WHERE lot.bought_at <> :here AND entry.bill_id > :from AND entry.bill_id <= :to
    AND entry.kind IN ('sale', 'refund', 'void')
GROUP BY entry.bill_id, lot.bought_at, account.kind
