SELECT bill.number FROM bill JOIN bill_tender ON bill_tender.bill_id = bill.id
WHERE bill.posted_on BETWEEN :from AND :to AND bill.kind = 'sale' AND bill_tender.tender = 'group_buy'
    AND coalesce(bill_tender.reference, '') = '' ORDER BY bill.posted_on, bill.id
