INSERT INTO family (member_id, relative_id, relation, since) VALUES (:id, :relative, :relation, :since)
