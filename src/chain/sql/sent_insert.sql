INSERT INTO bundle_sent (no, month, version, since, until, files, digest, at, by_id, command_id)
VALUES (:no, :month, :version, :since, :until, :files, :digest, :at, :by, :command)
