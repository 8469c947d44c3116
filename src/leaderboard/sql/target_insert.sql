INSERT INTO score_target (from_on, criterion, staff, amount, days, command_id, at)
VALUES (:from, :criterion, :staff, :amount, :days, :command, :at)
