SELECT points_lot.id, points_lot.expires_on, account.side * sum(posting.amount) AS left
FROM points_lot
JOIN account ON account.kind = 'points.lot' AND account.ref = points_lot.id
JOIN posting ON posting.account_id = account.id
WHERE points_lot.member_id = :member AND posting.entry_id <= :entry
GROUP BY points_lot.id ORDER BY points_lot.id
