WITH RECURSIVE here (lot) AS (
    SELECT lot_id FROM part_in WHERE id = :part AND lot_id IS NOT NULL
    UNION ALL
    SELECT lot.id FROM here JOIN lot ON lot.from_lot = here.lot),
points (lot) AS (
    SELECT points_id FROM part_in WHERE id = :part AND points_id IS NOT NULL
    UNION ALL
    SELECT points_lot.id FROM points JOIN points_lot ON points_lot.from_lot = points.lot)
SELECT account.kind, account.ref AS lot, account.balance FROM here
JOIN account ON account.ref = here.lot AND account.kind IN ('lot.principal', 'lot.gift')
UNION ALL
SELECT account.kind, account.ref AS lot, account.balance FROM points
JOIN account ON account.ref = points.lot AND account.kind = 'points.lot'
UNION ALL
SELECT account.kind, account.ref AS lot, account.balance FROM part_in
JOIN account ON account.ref = part_in.card_id AND account.kind IN ('card.sessions', 'card.value')
WHERE part_in.id = :part
