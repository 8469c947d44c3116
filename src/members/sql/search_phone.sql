SELECT member.id, member.number, member.name, member.tier, member.last_visit_on, member.warning,
       (SELECT phone FROM member_phone AS p WHERE p.member_id = member.id ORDER BY p.main DESC LIMIT 1) AS phone
FROM member_phone JOIN member ON member.id = member_phone.member_id
WHERE member_phone.phone >= :from AND member_phone.phone < :to AND merged_into IS NULL LIMIT :limit
