SELECT day, recommendation, staff, person, bought_in, done_in
FROM advice_day WHERE day BETWEEN :from AND :to ORDER BY day, recommendation
