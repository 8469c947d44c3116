UPDATE staff SET name = :name, job = :job, role = :role, skills = :skills, phone = :phone, phones_more = :more, left_on = :left
WHERE id = :id
