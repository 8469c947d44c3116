SELECT points_lot.id, points_lot.expires_on, account.balance AS left
FROM points_lot JOIN account ON account.kind = 'points.lot' AND account.ref = points_lot.id
WHERE points_lot.member_id = :member AND account.balance > 0 ORDER BY points_lot.id
