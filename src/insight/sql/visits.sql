-- Sales that were not taken back. Work and goods are a visit's worth; a card is paid for once and used at later visits.
-- A price that every member of a tier pays is no reduction.
SELECT bill.member_id, bill.posted_on AS day, coalesce(sum(CASE WHEN line.kind IN ('service', 'product')
           THEN line.net + line.card_value END), 0) AS spent,
       max(line.card_id IS NULL AND line.net < line.unit_price * line.quantity) AS reduced
FROM bill CROSS JOIN bill_line AS line ON line.bill_id = bill.id
WHERE bill.kind = 'sale' AND bill.member_id IS NOT NULL AND bill.posted_on <= :until
    AND NOT EXISTS (SELECT 1 FROM bill AS back
                    WHERE back.of_bill = bill.id AND back.kind = 'void' AND back.posted_on <= :until)
GROUP BY bill.id ORDER BY bill.id
