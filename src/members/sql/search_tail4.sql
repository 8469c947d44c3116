SELECT member.id, member.number, member.name, member.tier, member.last_visit_on, member.warning,
       (SELECT phone FROM member_phone AS p WHERE p.member_id = member.id ORDER BY p.main DESC LIMIT 1) AS phone
FROM member_phone JOIN member ON member.id = member_phone.member_id
WHERE substr(member_phone.phone, -4) = :tail AND merged_into IS NULL
ORDER BY member_phone.last_visit_on DESC LIMIT :limit
