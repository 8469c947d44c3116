INSERT INTO card_service (card_id, item_id) VALUES (:card, :item)
