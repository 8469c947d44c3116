SELECT score FROM rating WHERE bill_id = :bill ORDER BY id DESC LIMIT 1
