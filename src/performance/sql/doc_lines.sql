SELECT bill_line.line, bill_line.kind, bill_line.code, bill_line.quantity, bill_line.net, bill_line.card_value,
       bill_line.requested, bill_line_staff.staff_id, bill_line_staff.weight, bill_line_staff.job
FROM bill_line
LEFT JOIN bill_line_staff ON bill_line_staff.bill_id = bill_line.bill_id AND bill_line_staff.line = bill_line.line
WHERE bill_line.bill_id = :bill ORDER BY bill_line.line, bill_line_staff.part
