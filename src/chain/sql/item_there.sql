SELECT code FROM item WHERE code = :code
