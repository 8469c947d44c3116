INSERT INTO import_rollback (batch_id, at, command_id) VALUES (:batch, :at, :command)
