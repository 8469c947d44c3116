SELECT member_id AS id, last_visit_on FROM member_phone WHERE substr(phone, -4) = :tail
ORDER BY last_visit_on DESC LIMIT :limit
