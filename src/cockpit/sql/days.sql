SELECT day, sum(prepaid) AS prepaid, sum(guests) AS guests FROM work_day
WHERE staff = 0 AND day >= :from AND day <= :to GROUP BY day ORDER BY day
