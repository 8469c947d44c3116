INSERT INTO member_phone (phone, member_id, main, reversed, last_visit_on) VALUES (:phone, :id, :main, :reversed, :visit)
