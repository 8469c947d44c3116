SELECT member_id, phone FROM member_phone WHERE phone <> ''
