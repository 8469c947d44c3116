INSERT INTO import_batch (kind, file, fingerprint, encoding, mapping, rows_new, rows_update, rows_same, rows_error,
                          control_total, after_bill, done_at, command_id)
VALUES (:kind, :file, :fingerprint, :encoding, :mapping, :new, :update, :same, :error, :total,
        coalesce((SELECT id FROM bill ORDER BY id DESC LIMIT 1), 0), :at, :command)
