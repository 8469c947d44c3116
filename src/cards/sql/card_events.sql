SELECT act, facts, on_day FROM card_event WHERE card_id = :card ORDER BY id
