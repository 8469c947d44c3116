INSERT INTO peer (code, name, role, state, key, pair, at, command_id)
VALUES (:code, :name, :role, :state, :key, :pair, :at, :command)
