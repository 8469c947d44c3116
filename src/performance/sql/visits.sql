SELECT bill.id, bill.posted_on, bill.member_id, coalesce(bill_line_staff.staff_id, 0) AS staff,
       (SELECT min(back.posted_on) FROM bill AS back WHERE back.of_bill = bill.id AND back.kind = 'void') AS void_on
FROM bill LEFT JOIN bill_line_staff ON bill_line_staff.bill_id = bill.id
WHERE bill.member_id IS NOT NULL AND bill.kind = 'sale'
