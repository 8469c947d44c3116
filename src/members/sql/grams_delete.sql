DELETE FROM member_gram WHERE member_id = :id
