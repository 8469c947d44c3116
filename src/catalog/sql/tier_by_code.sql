SELECT code, name, rank, service_rate, product_rate FROM tier WHERE code = :code
