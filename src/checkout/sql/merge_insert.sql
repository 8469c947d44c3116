INSERT INTO member_merge (from_id, into_id, undoes, moved, entry_id, command_id, at)
VALUES (:from, :into, :undoes, :moved, :entry, :command, :at)
