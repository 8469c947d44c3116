SELECT bill.id, bill.number, bill.kind, bill.posted_on, bill.posted_at, bill.member_id, bill.of_bill,
       bill_line.line, bill_line.item_id, bill_line.code, bill_line.name, bill_line.kind AS line_kind, bill_line.category,
       bill_line.quantity, bill_line.list_price, bill_line.net, bill_line.card_value, bill_line.requested, bill_line.of_line,
       bill_line_staff.staff_id, bill_line_staff.weight, bill_line_staff.job
FROM bill
LEFT JOIN bill_line ON bill_line.bill_id = bill.id
LEFT JOIN bill_line_staff ON bill_line_staff.bill_id = bill_line.bill_id AND bill_line_staff.line = bill_line.line
WHERE bill.id IN (SELECT value FROM json_each(:ids))
ORDER BY bill.posted_on, bill.id, bill_line.line, bill_line_staff.part
