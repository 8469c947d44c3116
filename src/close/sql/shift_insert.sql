INSERT INTO shift (expected, opening, counted, cause, after_entry, on_day, at, by_id, entry_id, command_id)
VALUES (:expected, :opening, :counted, :cause, :after, :day, :at, :by, :entry, :command)
