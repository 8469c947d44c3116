SELECT member.id, member.number, member.name, member.tier, member.last_visit_on, member.warning,
       (SELECT phone FROM member_phone AS p WHERE p.member_id = member.id ORDER BY p.main DESC LIMIT 1) AS phone
FROM member_reading JOIN member ON member.id = member_reading.member_id
WHERE member_reading.reading >= :from AND member_reading.reading < :to AND merged_into IS NULL LIMIT :limit
