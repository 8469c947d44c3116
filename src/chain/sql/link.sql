SELECT hash FROM seal WHERE entry_id = :entry
