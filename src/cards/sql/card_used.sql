-- Whether a card served somebody in a span of days, and not all of it was given back.
SELECT EXISTS (
    SELECT 1 FROM bill CROSS JOIN bill_line AS line ON line.bill_id = bill.id AND line.card_id = :card
    WHERE bill.posted_on >= :from AND bill.posted_on <= :to AND bill.kind = 'sale'
        AND line.quantity + coalesce((
            SELECT sum(given.quantity) FROM bill AS back
            JOIN bill_line AS given ON given.bill_id = back.id AND given.of_line = line.line
            WHERE back.of_bill = bill.id), 0) > 0) AS used
