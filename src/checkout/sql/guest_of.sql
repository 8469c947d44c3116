SELECT home, number, stored_value, points, cards, as_of FROM guest WHERE member_id = :member ORDER BY home, number
