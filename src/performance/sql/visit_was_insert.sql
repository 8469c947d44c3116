INSERT INTO client_day_was (day, staff, member, until_on, person, since_last, to_next)
VALUES (:day, :staff, :member, :until, :person, :since_last, :to_next)
