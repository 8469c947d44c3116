INSERT INTO rotation_event (day, staff_id, kind, bill_id, command_id, at) VALUES (:day, :staff, :kind, :bill, :command, :at)
