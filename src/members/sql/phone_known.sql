SELECT member_id FROM member_phone WHERE phone = :phone LIMIT 1
