SELECT owner_id, referrer_id, batch_id FROM member WHERE id = :id
