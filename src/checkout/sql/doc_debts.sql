SELECT id, amount, card_id, since FROM debt WHERE bill_id = :bill ORDER BY id
