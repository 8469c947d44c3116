-- As the days of the month counted them: what was voided on a later day was a bill of its own.
SELECT count(*) AS bills FROM bill
WHERE bill.posted_on >= :from AND bill.posted_on <= :to AND bill.kind = 'sale'
  AND NOT EXISTS (SELECT 1 FROM bill AS back WHERE back.of_bill = bill.id AND back.kind = 'void'
                  AND back.posted_on = bill.posted_on)
