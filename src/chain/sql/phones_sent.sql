SELECT member_id, phone, main FROM member_phone WHERE phone <> '' ORDER BY member_id, phone
