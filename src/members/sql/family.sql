SELECT member.id, member.number, member.name, family.relation
FROM family JOIN member ON member.id = family.relative_id
WHERE family.member_id = :id AND family.ended_on IS NULL ORDER BY member.number
