SELECT id FROM import_batch
WHERE id = :id AND NOT EXISTS (SELECT 1 FROM import_rollback WHERE import_rollback.batch_id = import_batch.id)
