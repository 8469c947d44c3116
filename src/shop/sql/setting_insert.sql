INSERT INTO setting (name, value, set_at, staff_id) VALUES (:name, :value, :at, :staff)
