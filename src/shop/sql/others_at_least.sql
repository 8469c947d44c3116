SELECT count(*) FROM staff
WHERE id <> :id AND (left_on IS NULL OR left_on > :today) AND instr(:roles, role) > 0
