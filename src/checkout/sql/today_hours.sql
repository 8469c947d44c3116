SELECT bill.posted_at FROM bill
WHERE bill.posted_on = :day AND bill.kind = 'sale'
    AND NOT EXISTS (SELECT 1 FROM bill AS back WHERE back.of_bill = bill.id AND back.kind = 'void'
                    AND back.posted_on <= :day)
ORDER BY bill.id
