SELECT bill.id, bill.number, bill.kind, bill.posted_on, bill.posted_at, bill.member_id, bill.of_bill FROM bill WHERE bill.id = :bill
