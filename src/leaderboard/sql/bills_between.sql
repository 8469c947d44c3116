SELECT bill.id, bill.number, bill.posted_on, bill.kind, member.number AS member_number
FROM bill LEFT JOIN member ON member.id = bill.member_id
WHERE bill.posted_on BETWEEN :from AND :to ORDER BY bill.posted_on, bill.id
