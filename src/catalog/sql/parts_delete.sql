DELETE FROM item_part WHERE item_id = :item
