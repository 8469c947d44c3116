SELECT item.code, item.name, item.barcode, item.stock_min, coalesce(account.balance, 0) AS on_hand
FROM item LEFT JOIN account ON account.kind = 'stock' AND account.ref = item.id
WHERE item.kind = 'product' AND (NOT :short OR item.active = 1 AND coalesce(account.balance, 0) < item.stock_min)
ORDER BY length(item.code), item.code
