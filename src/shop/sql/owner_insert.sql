INSERT INTO staff (number, name, job, role, hired_on) VALUES ('01', :name, 'owner', 'owner', :day)
