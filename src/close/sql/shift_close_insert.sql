INSERT INTO shift_close (shift_id, count_id, banked, cause, to_id, on_day, at, by_id, second_id, entry_id, command_id)
VALUES (:shift, :count, :banked, :cause, :to, :day, :at, :by, :second, :entry, :command)
