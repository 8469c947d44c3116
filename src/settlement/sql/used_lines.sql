SELECT bill_line.line, bill_line.of_line, bill_line.code, bill_line.name, bill_line.kind, bill_line.category,
    bill_line.net,
    (SELECT group_concat(staff.number || ' ' || staff.name, ', ')
     FROM bill_line_staff JOIN staff ON staff.id = bill_line_staff.staff_id
     WHERE bill_line_staff.bill_id = bill_line.bill_id AND bill_line_staff.line = bill_line.line
         AND bill_line_staff.job = 'technician') AS people
FROM bill_line WHERE bill_line.bill_id = :bill ORDER BY bill_line.line
