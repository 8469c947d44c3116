INSERT INTO debt (member_id, amount, card_id, bill_id, since) VALUES (:member, :amount, :card, :bill, :since)
