SELECT version, valid_from FROM clearing_book ORDER BY version
