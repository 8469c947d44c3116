INSERT INTO settle_step (month, step, events, digest, reference, at, by_id, command_id)
VALUES (:month, :step, :events, :digest, :reference, :at, :by, :command)
