SELECT area, last_key, digest FROM frozen WHERE entry_id = :entry
