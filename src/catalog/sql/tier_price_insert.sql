INSERT INTO item_price (item_id, tier, price) VALUES (:item, :tier, :price)
