INSERT INTO code_guard (id, wrong, wait_ms, since_boot, since_ms) VALUES (1, :wrong, :wait, :boot, :ms)
