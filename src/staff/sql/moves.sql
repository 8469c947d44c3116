SELECT from_store, to_store, on_day FROM staff_move WHERE staff_id = :staff ORDER BY on_day, id
