SELECT tier, price FROM item_price WHERE item_id = :item ORDER BY tier
