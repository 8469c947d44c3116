SELECT min(number) AS first, max(number) AS last FROM bill WHERE posted_on = :day
