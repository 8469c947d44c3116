INSERT INTO till_count (shift_id, last_entry, at, by_id, command_id) VALUES (:shift, :last, :at, :by, :command)
