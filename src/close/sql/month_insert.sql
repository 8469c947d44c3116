INSERT INTO month_close (month, through, entries, digest, warnings, note, at, by_id, second_id, entry_id, command_id)
VALUES (:month, :through, :entries, :digest, :warnings, :note, :at, :by, :second, :entry, :command)
