SELECT bill.id, bill.number, bill.kind, bill.member_id, bill.staff_id, bill.posted_on, bill.posted_at, bill.of_bill,
       bill.list_total, bill.discount, bill.points_used, bill.points_off, bill.points_earned, bill.payable,
       bill.card_value, bill.change_due, bill.reason, bill.trace,
       (SELECT number FROM staff WHERE staff.id = bill.staff_id) AS staff_number,
       (SELECT name FROM staff WHERE staff.id = bill.staff_id) AS staff_name,
       (SELECT name FROM staff WHERE staff.id = bill.second_id) AS second_name,
       (SELECT number FROM member WHERE member.id = bill.member_id) AS member_number,
       (SELECT name FROM member WHERE member.id = bill.member_id) AS member_name,
       (SELECT other.number FROM bill AS other WHERE other.id = bill.of_bill) AS of_number
FROM bill
WHERE bill.member_id = :member AND bill.kind = 'sale'
    AND NOT EXISTS (SELECT 1 FROM bill AS back WHERE back.of_bill = bill.id AND back.kind = 'void')
ORDER BY bill.id DESC LIMIT 1
