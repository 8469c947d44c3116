SELECT id, label FROM held WHERE taken_at IS NULL AND held_at < :before ORDER BY id
