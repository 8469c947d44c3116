SELECT wrong, wait_ms, since_boot, since_ms FROM pin_guard WHERE staff_id = :id
