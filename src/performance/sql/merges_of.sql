SELECT id, from_id, into_id, undoes, at FROM member_merge WHERE from_id = :member
UNION
SELECT id, from_id, into_id, undoes, at FROM member_merge WHERE into_id = :member
ORDER BY 1
