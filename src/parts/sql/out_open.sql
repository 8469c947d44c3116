SELECT ask, expires_on FROM part_out WHERE serving = :serving ORDER BY ask
