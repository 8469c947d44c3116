SELECT bill_line_staff.staff_id AS staff, bill_line.category, sum(bill_line.quantity) AS services,
       sum(CASE WHEN bill_line_staff.part = 0 AND bill_line.requested THEN bill_line.quantity ELSE 0 END) AS requested,
       sum(CASE WHEN bill_line_staff.part = 0 THEN bill_line.quantity ELSE 0 END) AS led
FROM bill
JOIN bill_line ON bill_line.bill_id = bill.id AND bill_line.kind = 'service'
JOIN bill_line_staff ON bill_line_staff.bill_id = bill_line.bill_id AND bill_line_staff.line = bill_line.line
WHERE bill.posted_on BETWEEN :from AND :to AND bill.kind = 'sale'
    AND NOT EXISTS (SELECT 1 FROM bill AS back WHERE back.of_bill = bill.id AND back.kind = 'void')
GROUP BY bill_line_staff.staff_id, bill_line.category
