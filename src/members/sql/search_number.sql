SELECT member.id, member.number, member.name, member.tier, member.last_visit_on, member.warning,
       (SELECT phone FROM member_phone AS p WHERE p.member_id = member.id ORDER BY p.main DESC LIMIT 1) AS phone
FROM member WHERE (number = :text OR wallet_code = :text) AND merged_into IS NULL
