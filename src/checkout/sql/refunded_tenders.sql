SELECT bill_tender.tender, sum(-bill_tender.amount) AS amount
FROM bill JOIN bill_tender ON bill_tender.bill_id = bill.id
WHERE bill.of_bill = :bill AND bill.kind IN ('refund', 'void') GROUP BY bill_tender.tender
