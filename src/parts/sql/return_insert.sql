INSERT INTO part_return (part_id, amount, principal, gift, on_day, entry_id, command_id)
VALUES (:part, :amount, :principal, :gift, :day, :entry, :command)
