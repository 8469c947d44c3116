SELECT rating.id, rating.bill_id, rating.score FROM rating
WHERE EXISTS (SELECT 1 FROM bill_line_staff WHERE bill_line_staff.bill_id = rating.bill_id AND bill_line_staff.staff_id = :staff)
    AND NOT EXISTS (SELECT 1 FROM rating AS later WHERE later.bill_id = rating.bill_id AND later.id > rating.id)
    AND NOT EXISTS (SELECT 1 FROM bill AS back WHERE back.of_bill = rating.bill_id AND back.kind = 'void')
ORDER BY rating.id DESC LIMIT :run
