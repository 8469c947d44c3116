SELECT number FROM member WHERE owner_id = :owner AND merged_into IS NULL ORDER BY id
