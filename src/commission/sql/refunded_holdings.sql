SELECT bill_line.code
FROM bill JOIN bill_line ON bill_line.bill_id = bill.id
WHERE bill.posted_on >= :from AND bill.posted_on <= :to AND bill_line.kind = 'card_refund'
