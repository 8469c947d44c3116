INSERT INTO advice_day_was (day, recommendation, until_on, staff, person, bought_in, done_in)
VALUES (:day, :advice, :until, :staff, :person, :bought_in, :done_in)
