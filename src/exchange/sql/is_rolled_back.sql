SELECT EXISTS (SELECT 1 FROM import_rollback WHERE batch_id = :id)
