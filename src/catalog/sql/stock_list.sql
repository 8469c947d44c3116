SELECT item.code, item.name, item.barcode, coalesce(account.balance, 0) AS on_hand
FROM item LEFT JOIN account ON account.kind = 'stock' AND account.ref = item.id
WHERE item.kind = 'product' ORDER BY length(item.code), item.code
