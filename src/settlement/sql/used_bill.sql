SELECT bill.number, bill.kind, bill.posted_on, bill.of_bill, origin.number AS of_number, origin.posted_on AS of_day
FROM bill LEFT JOIN bill AS origin ON origin.id = bill.of_bill
WHERE bill.id = :bill
