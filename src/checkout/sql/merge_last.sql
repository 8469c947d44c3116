SELECT id, into_id, undoes, moved, entry_id FROM member_merge WHERE from_id = :from ORDER BY id DESC LIMIT 1
