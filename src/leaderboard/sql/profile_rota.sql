SELECT day, sum(requested) AS requested, sum(led) AS led FROM work_day
WHERE staff = :staff AND day BETWEEN :from AND :to GROUP BY day ORDER BY day
