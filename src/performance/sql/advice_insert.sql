INSERT INTO advice_day (day, recommendation, staff, person, bought_in, done_in)
VALUES (:day, :advice, :staff, :person, :bought_in, :done_in)
