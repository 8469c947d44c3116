SELECT DISTINCT member_id FROM recommendation ORDER BY member_id
