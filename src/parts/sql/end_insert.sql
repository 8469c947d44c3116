INSERT INTO part_end (part_id, end_kind, amount, principal, gift, through, on_day, entry_id, command_id)
VALUES (:part, :kind, :amount, :principal, :gift, :through, :day, :entry, :command)
