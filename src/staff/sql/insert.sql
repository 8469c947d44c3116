INSERT INTO staff (number, name, job, role, skills, hired_on, batch_id)
VALUES (:number, :name, :job, :role, :skills, :hired, :batch)
