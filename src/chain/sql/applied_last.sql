SELECT version, digest FROM pack_applied ORDER BY version DESC LIMIT 1
