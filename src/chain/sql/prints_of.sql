SELECT member_print.print FROM member_print JOIN member ON member.id = member_print.member_id
WHERE member.number = :number
