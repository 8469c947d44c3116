INSERT INTO payout (staff_id, month, tender, amount, undoes, on_day, at, by_id, second_id, note, sheet, entry_id, command_id)
VALUES (:staff, :month, :tender, :amount, :undoes, :day, :at, :by, :second, :note, :sheet, :entry, :command)
