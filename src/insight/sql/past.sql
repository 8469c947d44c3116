SELECT member_id, sold_on AS day, sum(amount) AS spent, 0 AS reduced FROM history
WHERE member_id IS NOT NULL AND sold_on <= :until GROUP BY member_id, sold_on ORDER BY member_id, sold_on
