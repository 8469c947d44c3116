SELECT line.code, line.name, bill.posted_on AS day, bill.member_id, line.net + line.card_value AS worth
FROM bill CROSS JOIN bill_line AS line ON line.bill_id = bill.id AND line.item_id IS NOT NULL
WHERE bill.posted_on >= :from AND bill.posted_on <= :to AND bill.kind IN ('sale', 'refund', 'void')
ORDER BY bill.posted_on, bill.id
