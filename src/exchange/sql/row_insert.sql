INSERT INTO import_row (batch_id, row, area, ref, before) VALUES (:batch, :row, :area, :ref, :before)
