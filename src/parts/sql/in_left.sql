WITH RECURSIVE here (part, lot) AS (
    SELECT id, lot_id FROM part_in WHERE lot_id IS NOT NULL
    UNION ALL
    SELECT here.part, lot.id FROM here JOIN lot ON lot.from_lot = here.lot),
points (part, lot) AS (
    SELECT id, points_id FROM part_in WHERE points_id IS NOT NULL
    UNION ALL
    SELECT points.part, points_lot.id FROM points JOIN points_lot ON points_lot.from_lot = points.lot)
SELECT part_in.id, part_in.home, part_in.ask AS number, coalesce(part_in.granted, part_in.ask) AS ask, part_in.granted,
    part_in.kind, part_in.amount, part_in.principal, part_in.gift, part_in.on_day, part_in.expires_on,
    CASE part_in.kind
        WHEN 'stored_value' THEN (
            SELECT coalesce(sum(account.balance), 0) FROM here JOIN account ON account.ref = here.lot
            WHERE here.part = part_in.id AND account.kind IN ('lot.principal', 'lot.gift'))
        WHEN 'session_card' THEN (
            SELECT balance FROM account WHERE account.kind = 'card.sessions' AND account.ref = part_in.card_id)
        ELSE (
            SELECT coalesce(sum(account.balance), 0) FROM points JOIN account ON account.ref = points.lot
            WHERE points.part = part_in.id AND account.kind = 'points.lot')
    END AS amount_left,
    CASE part_in.kind
        WHEN 'stored_value' THEN (
            SELECT coalesce(sum(account.balance), 0) FROM here JOIN account ON account.ref = here.lot
            WHERE here.part = part_in.id AND account.kind = 'lot.principal')
        WHEN 'session_card' THEN (
            SELECT balance FROM account WHERE account.kind = 'card.value' AND account.ref = part_in.card_id)
        ELSE 0
    END AS principal_left,
    CASE part_in.kind
        WHEN 'stored_value' THEN (
            SELECT coalesce(sum(account.balance), 0) FROM here JOIN account ON account.ref = here.lot
            WHERE here.part = part_in.id AND account.kind = 'lot.gift')
        ELSE 0
    END AS gift_left,
    (SELECT coalesce(sum(part_return.amount), 0) FROM part_return WHERE part_return.part_id = part_in.id) AS amount_back,
    (SELECT coalesce(sum(part_return.principal), 0) FROM part_return WHERE part_return.part_id = part_in.id)
        AS principal_back,
    (SELECT coalesce(sum(part_return.gift), 0) FROM part_return WHERE part_return.part_id = part_in.id) AS gift_back
FROM part_in
ORDER BY part_in.id
