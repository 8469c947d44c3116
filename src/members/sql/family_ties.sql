SELECT member_id, relative_id, relation, since FROM family
WHERE (member_id = :id OR relative_id = :id) AND ended_on IS NULL ORDER BY member_id, relative_id, since
