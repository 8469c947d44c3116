SELECT points_lot.id, points_lot.member_id, account.balance AS left
FROM points_lot CROSS JOIN account ON account.kind = 'points.lot' AND account.ref = points_lot.id
WHERE points_lot.expires_on IS NOT NULL AND points_lot.expires_on < :today AND account.balance > 0
ORDER BY points_lot.id LIMIT 5000
