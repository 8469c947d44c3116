SELECT line.item_id, 1 AS bought, line.kind IN ('service', 'product') AS done
FROM bill_line AS line WHERE line.bill_id = :bill AND line.item_id IS NOT NULL
UNION
SELECT card.item_id, 0, 1 FROM bill_line AS line JOIN card ON card.id = line.card_id
WHERE line.bill_id = :bill AND line.kind = 'service' AND card.item_id IS NOT NULL
UNION
SELECT card_service.item_id, 1, 0 FROM card JOIN card_service ON card_service.card_id = card.id
WHERE card.bill_id = :bill
