SELECT day, recommendation, '' AS until_on, staff, person, bought_in, done_in FROM advice_day
UNION ALL
SELECT day, recommendation, until_on, staff, person, bought_in, done_in FROM advice_day_was
