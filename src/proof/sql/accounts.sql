SELECT id, kind, ref, balance, floor FROM account ORDER BY id
