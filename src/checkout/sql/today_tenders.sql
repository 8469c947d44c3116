SELECT bill_tender.tender, bill.kind,
       coalesce((SELECT origin.kind FROM bill AS origin WHERE origin.id = bill.of_bill), bill.kind) AS source,
       sum(bill_tender.amount) AS amount, count(*) AS count
FROM bill JOIN bill_tender ON bill_tender.bill_id = bill.id
WHERE bill.posted_on >= :from AND bill.posted_on <= :to
GROUP BY bill_tender.tender, bill.kind, source ORDER BY bill_tender.tender, bill.kind, source
