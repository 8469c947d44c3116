SELECT line, staff_id, part, weight, job FROM bill_line_staff WHERE bill_id = :bill ORDER BY line, part
