INSERT INTO posting (entry_id, line, account_id, amount) VALUES (:entry, :line, :account, :amount)
