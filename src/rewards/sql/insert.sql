INSERT INTO reward (on_day, at, staff_id, version, place, bill_id, by_bill, cause, amount, detail, entry_id, command_id)
VALUES (:day, :at, :staff, :version, :place, :bill, :by, :cause, :amount, :detail, :entry, :command)
