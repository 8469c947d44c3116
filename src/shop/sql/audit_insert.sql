INSERT INTO audit (at, staff_id, act, facts) VALUES (:at, :staff, :act, :facts)
