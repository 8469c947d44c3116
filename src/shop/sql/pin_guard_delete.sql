DELETE FROM pin_guard WHERE staff_id = :id
