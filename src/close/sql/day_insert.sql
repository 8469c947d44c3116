INSERT INTO day_close (day, state, counted, entries, digest, note, at, by_id, second_id, entry_id, command_id)
VALUES (:day, :state, :counted, :entries, :digest, :note, :at, :by, :second, :entry, :command)
