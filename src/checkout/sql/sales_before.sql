-- Sales before a top-up or card was bought, earlier ones of its day included, that used something paid in advance.
SELECT count(*) FROM bill
WHERE bill.member_id = :member AND bill.kind = 'sale'
    AND (bill.posted_on < :day OR (bill.posted_on = :day AND bill.id < :bill))
    AND (EXISTS (SELECT 1 FROM bill_tender
                 WHERE bill_tender.bill_id = bill.id AND bill_tender.tender = 'stored_value')
         OR EXISTS (SELECT 1 FROM bill_line
                    WHERE bill_line.bill_id = bill.id AND bill_line.card_id IS NOT NULL))
    AND NOT EXISTS (SELECT 1 FROM bill AS back WHERE back.of_bill = bill.id AND back.kind = 'void')
