SELECT EXISTS (SELECT 1 FROM item WHERE category = :category) AS known
