INSERT INTO item (code, kind, name, category, price, hand_fee, material_cost, minutes, barcode, shortage, sessions,
                  gift_sessions, gift_mode, valid_days, stock_min, batch_id)
VALUES (:code, :kind, :name, :category, :price, :hand_fee, :material, :minutes, :barcode, :shortage, :sessions,
        :gift_sessions, :gift_mode, :valid_days, :stock_min, :batch)
