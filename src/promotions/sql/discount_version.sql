SELECT version FROM discount_book ORDER BY version DESC LIMIT 1
