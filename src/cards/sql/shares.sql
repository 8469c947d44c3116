SELECT member.number FROM card_share JOIN member ON member.id = card_share.member_id
WHERE card_share.card_id = :card AND card_share.ended_on IS NULL ORDER BY member.number
