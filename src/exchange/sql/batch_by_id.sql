SELECT id, kind, file, rows_new, rows_update, rows_same, rows_error, control_total, after_bill, done_at, command_id,
       EXISTS (SELECT 1 FROM import_rollback WHERE batch_id = import_batch.id) AS rolled_back
FROM import_batch WHERE id = :id
