SELECT id FROM points_lot WHERE member_id = :member ORDER BY id
