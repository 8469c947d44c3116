INSERT INTO score_weight (from_on, sales, service, repurchase, satisfaction, command_id, at)
VALUES (:from, :sales, :service, :repurchase, :satisfaction, :command, :at)
