SELECT EXISTS (SELECT 1 FROM card_event WHERE card_id = :id AND command_id <> :command)
    OR EXISTS (SELECT 1 FROM card_share WHERE card_id = :id)
