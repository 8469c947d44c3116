SELECT rating.id, rating.bill_id, rating.score FROM rating
WHERE EXISTS (SELECT 1 FROM bill_line_staff WHERE bill_line_staff.bill_id = rating.bill_id AND bill_line_staff.staff_id = :staff)
    AND NOT EXISTS (SELECT 1 FROM rating AS later WHERE later.bill_id = rating.bill_id AND later.id > rating.id)
    AND NOT EXISTS (SELECT 1 FROM bill AS back WHERE back.of_bill = rating.bill_id AND back.kind = 'void')
    -- Nor of what was given back whole, line by line.
    AND (SELECT sum(sold.quantity) FROM bill_line AS sold WHERE sold.bill_id = rating.bill_id)
        + coalesce((SELECT sum(given.quantity) FROM bill AS back
                    JOIN bill_line AS given ON given.bill_id = back.id WHERE back.of_bill = rating.bill_id), 0) > 0
ORDER BY rating.id DESC LIMIT :run
