SELECT member_id, print FROM member_print
