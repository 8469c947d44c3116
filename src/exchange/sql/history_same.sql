SELECT id FROM history_line
WHERE receipt = :receipt AND sold_on = :sold_on AND client = :client AND item = :item AND staff = :staff
    AND quantity = :quantity AND amount = :amount AND batch_id <> :batch
    AND NOT EXISTS (SELECT 1 FROM import_rollback WHERE import_rollback.batch_id = history_line.batch_id) LIMIT 1
