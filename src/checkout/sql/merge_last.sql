SELECT id, into_id, undoes, moved, entry_id, at FROM member_merge WHERE from_id = :from ORDER BY id DESC LIMIT 1
