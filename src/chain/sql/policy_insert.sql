INSERT INTO chain_policy (phones, at, command_id) VALUES (:phones, :at, :command)
