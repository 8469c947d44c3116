SELECT member.number FROM member_print JOIN member ON member.id = member_print.member_id
WHERE member_print.print = :print AND member.merged_into IS NULL ORDER BY member.id LIMIT 1
