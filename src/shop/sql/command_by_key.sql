SELECT verb, digest, result FROM command WHERE key = :key
