SELECT id FROM command WHERE key = :key AND verb = :verb
