SELECT member_print.print, member.number, member.name
FROM member_print JOIN member ON member.id = member_print.member_id
WHERE member.merged_into IS NULL
    AND NOT EXISTS (SELECT 1 FROM part_ask WHERE part_ask.member_id = member.id)
ORDER BY member.id
