INSERT INTO drawer_move (kind, amount, note, on_day, at, by_id, second_id, entry_id, command_id)
VALUES (:kind, :amount, :note, :day, :at, :by, :second, :entry, :command)
