DELETE FROM member_phone WHERE phone >= ''
