SELECT item.id, code, kind, name, category, price, hand_fee, material_cost, minutes, barcode, shortage, sessions,
       gift_sessions, gift_mode, valid_days, stock_min, active, item_part.quantity
FROM item_part JOIN item ON item.id = item_part.part_id
WHERE item_part.item_id = :id ORDER BY item_part.part_id
