INSERT INTO work_mark (id, rules) VALUES (1, :rules)
