INSERT INTO grant_end (grant_id, at, command_id) VALUES (:id, :at, :command)
