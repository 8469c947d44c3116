INSERT INTO epoch (epoch, begun_at, reason, after_seq) VALUES (:epoch, :at, :reason, :after)
