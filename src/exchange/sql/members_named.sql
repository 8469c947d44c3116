SELECT id FROM member WHERE name = :name AND merged_into IS NULL LIMIT 2
