UPDATE store SET name = :name WHERE id = 1
