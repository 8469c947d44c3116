SELECT served.staff, served.category, count(DISTINCT served.person) AS ripe,
       count(DISTINCT CASE WHEN served.to_next <= 30 THEN served.person END) AS back
FROM (
    SELECT bill_line_staff.staff_id AS staff, bill_line.category, client_day.person, client_day.to_next
    FROM bill
    JOIN bill_line ON bill_line.bill_id = bill.id AND bill_line.kind = 'service'
    JOIN bill_line_staff ON bill_line_staff.bill_id = bill_line.bill_id AND bill_line_staff.line = bill_line.line
    JOIN client_day ON client_day.day = bill.posted_on AND client_day.staff = bill_line_staff.staff_id
        AND client_day.member = bill.member_id
    WHERE bill.posted_on BETWEEN :from AND :ripe AND bill.kind = 'sale'
        AND NOT EXISTS (SELECT 1 FROM bill AS back WHERE back.of_bill = bill.id AND back.kind = 'void')) AS served
GROUP BY served.staff, served.category
