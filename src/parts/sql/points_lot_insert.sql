INSERT INTO points_lot (member_id, points, expires_on, earned_on, source, bill_id)
VALUES (:member, :points, :lapses, :earned, 'part', NULL)
