SELECT item.name, account.balance FROM account JOIN item ON item.id = account.ref
WHERE account.kind = 'stock' AND account.balance < 0 ORDER BY item.code
