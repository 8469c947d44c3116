SELECT id FROM points_lot WHERE bill_id = :bill ORDER BY id
