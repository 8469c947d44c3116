INSERT INTO staff_move (staff_id, from_store, to_store, on_day, command_id, at)
VALUES (:staff, :from, :to, :day, :command, :at)
