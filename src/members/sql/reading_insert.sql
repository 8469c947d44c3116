INSERT INTO member_reading (reading, member_id) VALUES (:reading, :id)
