SELECT entry_id, hash FROM seal ORDER BY entry_id
