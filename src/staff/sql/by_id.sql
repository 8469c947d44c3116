SELECT id, number, name, job, role, skills, hired_on, left_on, pin_hash IS NOT NULL AS guarded FROM staff WHERE id = :id
