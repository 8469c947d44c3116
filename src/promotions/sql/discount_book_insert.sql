INSERT INTO discount_book (version, staff_id, set_at, command_id) VALUES (:version, :staff, :at, :command)
