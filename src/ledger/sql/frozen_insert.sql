INSERT INTO frozen (entry_id, area, last_key, digest) VALUES (:entry, :area, :last, :digest)
