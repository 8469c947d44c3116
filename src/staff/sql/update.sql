UPDATE staff SET name = :name, job = :job, role = :role, skills = :skills, left_on = :left WHERE id = :id
