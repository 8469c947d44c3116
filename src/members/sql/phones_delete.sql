DELETE FROM member_phone WHERE member_id = :id
