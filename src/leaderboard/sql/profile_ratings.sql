SELECT rated.staff, rated.category, sum(rated.score) AS stars, count(*) AS ratings
FROM (
    SELECT DISTINCT bill.id, bill_line_staff.staff_id AS staff, bill_line.category,
           (SELECT rating.score FROM rating WHERE rating.bill_id = bill.id ORDER BY rating.id DESC LIMIT 1) AS score
    FROM bill
    JOIN bill_line ON bill_line.bill_id = bill.id AND bill_line.kind = 'service'
    JOIN bill_line_staff ON bill_line_staff.bill_id = bill_line.bill_id AND bill_line_staff.line = bill_line.line
    WHERE bill.posted_on BETWEEN :from AND :to AND bill.kind = 'sale'
        AND NOT EXISTS (SELECT 1 FROM bill AS back WHERE back.of_bill = bill.id AND back.kind = 'void')) AS rated
WHERE rated.score IS NOT NULL
GROUP BY rated.staff, rated.category
