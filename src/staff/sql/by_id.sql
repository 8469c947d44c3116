SELECT id, number, name, job, role, skills, phone, phones_more, hired_on, left_on, pin_hash IS NOT NULL AS guarded FROM staff WHERE id = :id
