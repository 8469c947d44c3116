-- The line that sold a card; where it came of an upgrade, the card before it, what that counted for, and the whole price.
SELECT card.bill_id, card.bill_line AS line, card.bought_on, before.code AS before, sold.card_value AS credited,
    sold.card_value + sold.net AS price
FROM card
LEFT JOIN bill ON bill.id = card.bill_id AND bill.kind = 'card_upgrade'
LEFT JOIN bill_line AS sold ON sold.bill_id = bill.id AND sold.line = card.bill_line
LEFT JOIN card AS before ON before.id = sold.card_id
WHERE card.code = :code AND card.bill_id IS NOT NULL
