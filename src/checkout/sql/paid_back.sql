SELECT coalesce(sum(-bill_line.net), 0)
FROM lot
JOIN bill ON bill.member_id = lot.member_id AND bill.kind = 'card_refund'
JOIN bill_line ON bill_line.bill_id = bill.id AND bill_line.code = :code
WHERE lot.id = CAST(substr(:code, 5) AS INTEGER)
    AND NOT EXISTS (SELECT 1 FROM bill AS back WHERE back.of_bill = bill.id)
