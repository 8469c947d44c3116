SELECT id, expected, opening, counted, cause, after_entry, on_day, at, by_id FROM shift WHERE entry_id = :entry
