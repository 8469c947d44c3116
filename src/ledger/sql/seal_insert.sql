INSERT INTO seal (entry_id, postings, hash) VALUES (:entry, :postings, :hash)
