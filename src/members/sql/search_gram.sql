SELECT member.id, member.last_visit_on
FROM member_gram JOIN member ON member.id = member_gram.member_id
WHERE member_gram.gram = :gram AND instr(member.name, :text) > 0 AND merged_into IS NULL LIMIT :limit
