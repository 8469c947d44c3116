SELECT coalesce(sum(account.balance), 0) AS held
FROM member
JOIN points_lot ON points_lot.member_id = member.id
JOIN account ON account.kind = 'points.lot' AND account.ref = points_lot.id
WHERE member.number = :number
