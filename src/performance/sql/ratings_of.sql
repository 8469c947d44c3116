SELECT rating.score, rating.at, rating.command_id FROM rating WHERE rating.bill_id = :bill ORDER BY rating.id
