SELECT phone FROM member_phone WHERE member_id = :id ORDER BY main DESC, phone
