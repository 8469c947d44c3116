SELECT id FROM member WHERE number = :number OR wallet_code = :number
