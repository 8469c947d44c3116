SELECT bill.number, bill.kind, bill.posted_on, bill.of_bill, origin.number AS of_number, origin.posted_on AS of_day,
    coalesce(member.number, '') AS member
FROM bill
LEFT JOIN bill AS origin ON origin.id = bill.of_bill
LEFT JOIN member ON member.id = bill.member_id
WHERE bill.id = :bill
