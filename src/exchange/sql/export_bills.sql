SELECT bill.number, bill.posted_on AS day, bill.kind, bill.list_total, bill.discount, bill.payable, bill.card_value,
       bill.points_earned, bill.points_used, bill.reason,
       (SELECT number FROM member WHERE member.id = bill.member_id) AS member,
       (SELECT name FROM member WHERE member.id = bill.member_id) AS member_name,
       (SELECT name FROM staff WHERE staff.id = bill.staff_id) AS operator,
       (SELECT other.number FROM bill AS other WHERE other.id = bill.of_bill) AS of_bill
FROM bill WHERE bill.posted_on >= :from AND bill.posted_on <= :to ORDER BY bill.posted_on, bill.id
