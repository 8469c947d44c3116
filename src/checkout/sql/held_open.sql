SELECT id, cart, label, total, held_at, (SELECT name FROM member WHERE member.id = held.member_id) AS member_name
FROM held WHERE taken_at IS NULL ORDER BY id
