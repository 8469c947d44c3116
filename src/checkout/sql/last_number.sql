SELECT number FROM bill WHERE posted_on = :day ORDER BY id DESC LIMIT 1
