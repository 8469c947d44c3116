SELECT coalesce(sum(points), 0) FROM points_lot
WHERE member_id = :member AND source LIKE 'import:%'
    AND NOT EXISTS (SELECT 1 FROM import_rollback WHERE batch_id = CAST(substr(source, 8) AS INTEGER))
