SELECT id, hand_fee, material_cost FROM item ORDER BY id
