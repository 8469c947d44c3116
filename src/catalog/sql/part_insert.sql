INSERT INTO item_part (item_id, part_id, quantity) VALUES (:item, :part, :quantity)
