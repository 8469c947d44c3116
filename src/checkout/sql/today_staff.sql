SELECT staff.number, staff.name,
       count(*) FILTER (WHERE bill_line.quantity > 0 AND NOT EXISTS (
           SELECT 1 FROM bill AS back WHERE back.of_bill = bill.id AND back.kind = 'void' AND back.posted_on <= :to)) AS lines,
       count(DISTINCT CASE WHEN bill_line.quantity > 0 AND NOT EXISTS (
           SELECT 1 FROM bill AS back WHERE back.of_bill = bill.id AND back.kind = 'void' AND back.posted_on <= :to)
           THEN bill.member_id END) AS members,
       coalesce(sum(CASE WHEN bill_line.kind IN ('service', 'product') THEN bill_line.net + bill_line.card_value END), 0) AS worth,
       coalesce(sum(bill_line.requested) FILTER (WHERE bill_line.quantity > 0 AND NOT EXISTS (
           SELECT 1 FROM bill AS back WHERE back.of_bill = bill.id AND back.kind = 'void' AND back.posted_on <= :to)), 0) AS requested
FROM bill
JOIN bill_line ON bill_line.bill_id = bill.id
JOIN bill_line_staff ON bill_line_staff.bill_id = bill_line.bill_id AND bill_line_staff.line = bill_line.line
    AND bill_line_staff.part = 0
JOIN staff ON staff.id = bill_line_staff.staff_id
WHERE bill.posted_on >= :from AND bill.posted_on <= :to
GROUP BY staff.id ORDER BY worth DESC, staff.number
