SELECT DISTINCT bill_id FROM rating WHERE at >= :from AND at < :to ORDER BY bill_id
