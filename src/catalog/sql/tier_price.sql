SELECT (SELECT price FROM item_price WHERE item_id = :item AND tier = :tier) AS price, service_rate, product_rate
FROM tier WHERE code = :tier
