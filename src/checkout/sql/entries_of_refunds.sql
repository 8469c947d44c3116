SELECT entry.id FROM bill JOIN entry ON entry.bill_id = bill.id
WHERE bill.of_bill = :bill AND bill.kind IN ('refund', 'void') ORDER BY entry.id
