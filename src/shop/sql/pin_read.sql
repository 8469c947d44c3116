SELECT pin_hash, recovery_hash FROM staff WHERE id = :id
