SELECT bill.kind, bill.member_id, bill.posted_on, bill.posted_at, bill.command_id, bill.of_bill, origin.kind AS of_kind
FROM bill LEFT JOIN bill AS origin ON origin.id = bill.of_bill
WHERE bill.id = :bill
