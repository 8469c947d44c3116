WITH RECURSIVE away (id) AS (
    SELECT points_id FROM part_in WHERE points_id IS NOT NULL
    UNION ALL
    SELECT points_lot.id FROM away JOIN points_lot ON points_lot.from_lot = away.id)
SELECT coalesce(sum(account.balance), 0) AS held
FROM member
JOIN points_lot ON points_lot.member_id = member.id AND points_lot.id NOT IN (SELECT id FROM away)
JOIN account ON account.kind = 'points.lot' AND account.ref = points_lot.id
WHERE member.number = :number
