SELECT member_id FROM entry WHERE id = :id
