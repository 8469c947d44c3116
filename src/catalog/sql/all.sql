SELECT id, code, kind, name, category, price, hand_fee, material_cost, minutes, barcode, shortage, sessions,
       gift_sessions, gift_mode, valid_days, stock_min, active
FROM item ORDER BY length(code), code
