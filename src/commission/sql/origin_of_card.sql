SELECT card.bill_id, card.bill_line AS line, card.bought_on FROM card WHERE card.code = :code AND card.bill_id IS NOT NULL
