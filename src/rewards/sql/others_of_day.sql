SELECT id FROM bill WHERE member_id = :member AND posted_on = :day AND kind = 'sale' AND id <> :bill ORDER BY id
