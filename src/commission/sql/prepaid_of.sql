SELECT bill_tender.bill_id, bill_tender.principal + bill_tender.gift AS stored, bill_tender.gift
FROM bill JOIN bill_tender ON bill_tender.bill_id = bill.id
WHERE bill.id IN (SELECT value FROM json_each(:ids)) AND bill_tender.gift > 0
