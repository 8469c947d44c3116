-- What was sold by day: work, goods and cards at what was paid for them, stored value included, less what went back. A session
-- of a card counts when the card is sold, not again when it is used.
SELECT bill.posted_on AS day, sum(line.net) AS net
FROM bill CROSS JOIN bill_line AS line ON line.bill_id = bill.id
LEFT JOIN bill AS origin ON origin.id = bill.of_bill
WHERE bill.posted_on >= :from AND bill.posted_on <= :to
    AND (coalesce(origin.kind, bill.kind) IN ('sale', 'card_upgrade')
        OR bill.kind = 'card_refund' AND line.code NOT LIKE 'lot %')
GROUP BY bill.posted_on
