SELECT id FROM import_batch WHERE fingerprint = :fingerprint AND kind = :kind
    AND NOT EXISTS (SELECT 1 FROM import_rollback WHERE batch_id = import_batch.id) ORDER BY id LIMIT 1
