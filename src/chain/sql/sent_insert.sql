INSERT INTO bundle_sent (no, month, version, since, until, files, phones, digest, at, by_id, command_id)
VALUES (:no, :month, :version, :since, :until, :files, :phones, :digest, :at, :by, :command)
