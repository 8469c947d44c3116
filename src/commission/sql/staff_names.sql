SELECT id, number, name FROM staff ORDER BY id
