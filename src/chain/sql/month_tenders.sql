SELECT bill_tender.tender, sum(bill_tender.amount) AS amount
FROM bill JOIN bill_tender ON bill_tender.bill_id = bill.id
WHERE bill.posted_on >= :from AND bill.posted_on <= :to
GROUP BY bill_tender.tender ORDER BY bill_tender.tender
