INSERT INTO card_event (card_id, act, facts, on_day, at, command_id) VALUES (:card, :act, :facts, :day, :at, :command)
