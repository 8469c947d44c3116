INSERT INTO member_phone (phone, member_id, main, reversed, last_visit_on)
SELECT :phone, member.id, :main, :reversed, member.last_visit_on FROM member WHERE member.id = :member
