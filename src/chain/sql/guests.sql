SELECT member.number, member.name, member.tier, max(part_out.id) AS part FROM part_out
JOIN member ON member.id = part_out.member_id
WHERE part_out.serving = :serving AND member.merged_into IS NULL
GROUP BY member.id ORDER BY member.id DESC LIMIT :limit
