SELECT item_id FROM card_service WHERE card_id = :card ORDER BY item_id
