SELECT entry.id, entry.seq, seal.hash FROM entry JOIN seal ON seal.entry_id = entry.id
WHERE entry.bill_id = :bill ORDER BY entry.id LIMIT 1
