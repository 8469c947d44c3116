DELETE FROM item_price WHERE item_id = :item AND tier = :tier
