INSERT INTO member_gram (gram, member_id) VALUES (:gram, :id)
