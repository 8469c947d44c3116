SELECT batch_id FROM staff WHERE id = :id
