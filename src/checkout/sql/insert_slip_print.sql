INSERT INTO slip_print (bill_id, printer, command_id, at) VALUES (:bill, :printer, :command, :at)
