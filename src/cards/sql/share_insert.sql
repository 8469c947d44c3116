INSERT INTO card_share (card_id, member_id, since) VALUES (:card, :member, :since)
