INSERT INTO till_counted (count_id, tender, expected, counted) VALUES (:count, :tender, :expected, :counted)
