SELECT id FROM bill WHERE staff_id = :staff ORDER BY id DESC LIMIT 1
