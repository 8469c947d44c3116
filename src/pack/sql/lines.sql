SELECT bill.number, bill_line.line, bill.posted_on, bill.posted_at, bill.kind, origin.number AS of_bill,
       member.number AS member, bill_line.code, bill_line.name, bill_line.category, bill_line.quantity,
       bill_line.unit_price AS price, bill_line.net, bill_line.card_value,
       (SELECT group_concat(worker.told, ' ') FROM (
            SELECT staff.number || CASE WHEN bill_line_staff.weight = 1 THEN '' ELSE 'x' || bill_line_staff.weight END AS told
            FROM bill_line_staff JOIN staff ON staff.id = bill_line_staff.staff_id
            WHERE bill_line_staff.bill_id = bill_line.bill_id AND bill_line_staff.line = bill_line.line
            ORDER BY bill_line_staff.part) AS worker) AS served_by
FROM bill
JOIN bill_line ON bill_line.bill_id = bill.id
LEFT JOIN bill AS origin ON origin.id = bill.of_bill
LEFT JOIN member ON member.id = bill.member_id
WHERE bill.posted_on BETWEEN :from AND :to
ORDER BY bill.posted_on, bill.id, bill_line.line
