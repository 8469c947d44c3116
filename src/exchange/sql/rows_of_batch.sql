SELECT ref, before FROM import_row WHERE batch_id = :batch AND area = :area ORDER BY row DESC, ref DESC
