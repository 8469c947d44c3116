SELECT id, last_visit_on FROM member WHERE number = :text OR wallet_code = :text
