INSERT INTO clearing_book (version, valid_from, set_at, staff_id, second_id, reason, command_id)
VALUES (:version, :from, :at, :staff, :second, :reason, :command)
