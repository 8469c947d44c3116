SELECT version, digest, prints FROM month_pack WHERE month = :month ORDER BY version
