SELECT entry.seq, entry.epoch, entry.posted_at, seal.hash
FROM entry JOIN seal ON seal.entry_id = entry.id WHERE entry.id = :entry
