SELECT member_id, min(bought_on) AS bought_on FROM lot WHERE from_lot IS NULL AND bought_on <= :until GROUP BY member_id
UNION ALL
SELECT member_id, min(bought_on) AS bought_on FROM card WHERE state <> 'withdrawn' AND bought_on <= :until
GROUP BY member_id
