INSERT INTO rating (bill_id, score, at, command_id) VALUES (:bill, :score, :at, :command)
