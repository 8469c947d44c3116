-- A card that is paid back counts against the item that it was.
SELECT coalesce(item.code, line.code) AS code, coalesce(item.name, line.name) AS name, bill.posted_on AS day, bill.member_id,
    line.net + line.card_value AS worth
FROM bill CROSS JOIN bill_line AS line ON line.bill_id = bill.id
LEFT JOIN card ON bill.kind = 'card_refund' AND card.code = line.code
LEFT JOIN item ON item.id = card.item_id
WHERE bill.posted_on >= :from AND bill.posted_on <= :to
    AND (bill.kind IN ('sale', 'refund', 'void') AND line.item_id IS NOT NULL OR item.id IS NOT NULL)
ORDER BY bill.posted_on, bill.id
