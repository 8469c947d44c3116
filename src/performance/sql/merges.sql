SELECT id, from_id, into_id, undoes, at FROM member_merge ORDER BY id
