UPDATE tier SET name = :name, service_rate = :service, product_rate = :product WHERE code = :code
