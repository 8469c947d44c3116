INSERT INTO pack_applied (version, hq, digest, at, command_id) VALUES (:version, :hq, :digest, :at, :command)
