SELECT id, home, member_id, kind FROM part_in WHERE granted IS NOT NULL AND expires_on < :today ORDER BY expires_on, id
