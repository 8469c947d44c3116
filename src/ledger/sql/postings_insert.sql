INSERT INTO posting (entry_id, line, account_id, amount)
SELECT :entry, line.rowid, CAST(line.key AS INTEGER), line.value FROM json_each(:lines) AS line
