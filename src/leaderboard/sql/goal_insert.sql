INSERT INTO store_goal (from_on, kpi, amount, days, command_id, at) VALUES (:from, :kpi, :amount, :days, :command, :at)
