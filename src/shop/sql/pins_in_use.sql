SELECT count(*) FROM staff WHERE pin_hash IS NOT NULL AND (left_on IS NULL OR left_on > :today)
