UPDATE code_guard SET wrong = :wrong, wait_ms = :wait, since_boot = :boot, since_ms = :ms WHERE id = 1
