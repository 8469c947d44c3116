INSERT INTO client_day (day, staff, member, person, since_last, to_next)
VALUES (:day, :staff, :member, :person, :since_last, :to_next)
