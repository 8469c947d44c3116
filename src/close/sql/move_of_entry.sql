SELECT kind, amount, note, on_day, at, by_id, second_id FROM drawer_move WHERE entry_id = :entry
