SELECT id FROM lot WHERE member_id = :member ORDER BY id
