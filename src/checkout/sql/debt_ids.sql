SELECT id FROM debt WHERE member_id = :member ORDER BY id
