SELECT code, name, rank, service_rate, product_rate FROM tier WHERE code = :text OR name = :text
ORDER BY rank LIMIT 1
