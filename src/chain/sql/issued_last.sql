SELECT version, digest FROM pack_issued WHERE store = :store ORDER BY version DESC LIMIT 1
