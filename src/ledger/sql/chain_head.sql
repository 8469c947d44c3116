SELECT entry.seq, entry.posted_at, seal.hash
FROM entry JOIN seal ON seal.entry_id = entry.id
ORDER BY entry.id DESC LIMIT 1
