SELECT wrong, wait_ms, since_boot, since_ms FROM code_guard WHERE id = 1
