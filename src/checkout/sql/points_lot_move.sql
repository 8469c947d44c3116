INSERT INTO points_lot (member_id, points, expires_on, earned_on, source, bill_id)
SELECT :member, :points, expires_on, earned_on, source, bill_id FROM points_lot WHERE id = :lot
