SELECT count(*) FROM staff WHERE id <> :id AND left_on IS NULL AND instr(:roles, role) > 0
