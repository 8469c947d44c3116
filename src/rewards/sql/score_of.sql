SELECT rating.score FROM rating WHERE rating.bill_id = :bill ORDER BY rating.id DESC LIMIT 1
