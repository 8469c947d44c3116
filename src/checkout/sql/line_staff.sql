SELECT bill_line_staff.line, bill_line_staff.staff_id, bill_line_staff.weight, bill_line_staff.job, staff.number, staff.name
FROM bill_line_staff JOIN staff ON staff.id = bill_line_staff.staff_id
WHERE bill_line_staff.bill_id = :bill ORDER BY bill_line_staff.line, bill_line_staff.part
