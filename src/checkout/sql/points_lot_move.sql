INSERT INTO points_lot (member_id, points, expires_on, earned_on, source, bill_id, from_lot)
SELECT :member, :points, expires_on, earned_on, source, bill_id, id FROM points_lot WHERE id = :lot
