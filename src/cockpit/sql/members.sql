SELECT day, count(DISTINCT person) AS members FROM client_day WHERE day >= :from AND day <= :to GROUP BY day ORDER BY day
