SELECT id, number, name, role, left_on, pin_hash IS NOT NULL AS has_pin FROM staff WHERE number = :number
