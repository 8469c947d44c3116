SELECT seal.hash FROM entry JOIN seal ON seal.entry_id = entry.id
WHERE entry.posted_on BETWEEN :from AND :to AND entry.kind <> 'close' ORDER BY entry.posted_on, entry.id
