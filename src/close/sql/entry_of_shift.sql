SELECT entry_id FROM shift WHERE id = :id
