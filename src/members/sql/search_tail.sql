SELECT member_id AS id, last_visit_on FROM member_phone WHERE reversed >= :from AND reversed < :to LIMIT :limit
