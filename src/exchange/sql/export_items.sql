SELECT code, name, kind, category, price, hand_fee, material_cost, minutes, barcode, sessions
FROM item WHERE active = 1 ORDER BY id
