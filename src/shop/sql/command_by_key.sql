SELECT id, staff_id, verb, digest, result FROM command WHERE key = :key
