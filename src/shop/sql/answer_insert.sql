INSERT INTO answer (command_id, result) VALUES (:command, :result)
