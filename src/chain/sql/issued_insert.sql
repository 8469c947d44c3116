INSERT INTO pack_issued (store, version, digest, at, command_id) VALUES (:store, :version, :digest, :at, :command)
