SELECT home FROM part_in WHERE card_id = :card
