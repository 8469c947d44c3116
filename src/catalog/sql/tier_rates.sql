SELECT service_rate, product_rate FROM tier WHERE code = :tier
