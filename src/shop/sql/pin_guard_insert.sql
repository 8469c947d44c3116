INSERT INTO pin_guard (staff_id, wrong, wait_ms, since_boot, since_ms, wall_ms)
VALUES (:id, :wrong, :wait, :boot, :ms, :wall)
