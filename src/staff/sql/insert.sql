INSERT INTO staff (number, name, job, role, skills, phone, phones_more, hired_on, batch_id)
VALUES (:number, :name, :job, :role, :skills, :phone, :more, :hired, :batch)
