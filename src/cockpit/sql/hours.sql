SELECT bill.posted_at, bill.posted_on FROM bill
WHERE bill.posted_on >= :from AND bill.posted_on <= :to AND bill.kind = 'sale'
    AND NOT EXISTS (SELECT 1 FROM bill AS back WHERE back.of_bill = bill.id AND back.kind = 'void')
