DELETE FROM member_reading WHERE member_id = :id
