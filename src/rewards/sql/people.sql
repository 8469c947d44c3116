SELECT DISTINCT bill_line_staff.staff_id, bill_line_staff.job FROM bill_line_staff
JOIN bill_line ON bill_line.bill_id = bill_line_staff.bill_id AND bill_line.line = bill_line_staff.line
WHERE bill_line_staff.bill_id = :bill AND bill_line.kind = 'service'
ORDER BY bill_line_staff.line, bill_line_staff.part
