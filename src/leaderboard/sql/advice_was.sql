SELECT day, recommendation, staff, person, bought_in, done_in
FROM advice_day_was WHERE day BETWEEN :from AND :to AND until_on > :as_of ORDER BY day, recommendation, until_on
