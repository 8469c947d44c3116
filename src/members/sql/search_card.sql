SELECT member_id AS id, last_visit_on FROM card JOIN member ON member.id = card.member_id WHERE card.code = :text
