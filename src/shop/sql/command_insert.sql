INSERT INTO command (id, key, verb, digest, staff_id, second_id, reason, done_at, result)
VALUES (:id, :key, :verb, :digest, :staff, :second, :reason, :at, '')
