SELECT DISTINCT card_share.card_id FROM card_share JOIN card ON card.id = card_share.card_id
WHERE card_share.member_id = :from AND card_share.ended_on IS NULL AND card.member_id <> :into
    AND card_share.card_id NOT IN (
        SELECT other.card_id FROM card_share AS other WHERE other.member_id = :into AND other.ended_on IS NULL)
