SELECT number FROM bill WHERE posted_on BETWEEN :from AND :to ORDER BY number
