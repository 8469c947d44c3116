INSERT INTO month_pack (month, version, digest, prints, at, by_id, command_id)
VALUES (:month, :version, :digest, :prints, :at, :by, :command)
