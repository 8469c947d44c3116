INSERT INTO wage (staff_id, from_on, amount, command_id, at) VALUES (:staff, :from, :amount, :command, :at)
