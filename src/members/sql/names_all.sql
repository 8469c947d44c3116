SELECT id, name FROM member ORDER BY id
