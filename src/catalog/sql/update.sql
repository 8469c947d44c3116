UPDATE item SET name = :name, category = :category, price = :price, hand_fee = :hand_fee, material_cost = :material,
    minutes = :minutes, barcode = :barcode, shortage = :shortage, sessions = :sessions,
    gift_sessions = :gift_sessions, gift_mode = :gift_mode, valid_days = :valid_days, stock_min = :stock_min,
    active = :active
WHERE id = :id
