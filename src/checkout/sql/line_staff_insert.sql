INSERT INTO bill_line_staff (bill_id, line, staff_id, part, weight, job) VALUES (:bill, :line, :staff, :part, :weight, :job)
