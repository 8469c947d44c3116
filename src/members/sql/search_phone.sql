SELECT member_id AS id, last_visit_on FROM member_phone WHERE phone >= :from AND phone < :to LIMIT :limit
