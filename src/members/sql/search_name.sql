SELECT id, last_visit_on FROM member WHERE name >= :from AND name < :to LIMIT :limit
