SELECT member.id, member.number, member.name, member.tier, member.last_visit_on, member.warning,
       (SELECT phone FROM member_phone AS p WHERE p.member_id = member.id ORDER BY p.main DESC LIMIT 1) AS phone
FROM member_gram JOIN member ON member.id = member_gram.member_id
WHERE member_gram.gram = :gram AND instr(member.name, :text) > 0 AND merged_into IS NULL LIMIT :limit
