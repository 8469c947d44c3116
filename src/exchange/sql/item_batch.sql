SELECT batch_id FROM item WHERE id = :id
