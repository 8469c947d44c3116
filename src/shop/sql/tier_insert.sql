INSERT INTO tier (code, name, rank) VALUES (:code, :name, :rank)
