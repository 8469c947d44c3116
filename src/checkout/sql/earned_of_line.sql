-- What a bill earned in points, what went back of it, and what one of its lines came to.
SELECT bill.member_id, bill.points_earned, bill.payable,
    (SELECT line.net FROM bill_line AS line WHERE line.bill_id = bill.id AND line.line = :line) AS net,
    coalesce((SELECT sum(-back.points_earned) FROM bill AS back WHERE back.of_bill = bill.id), 0) AS taken
FROM bill WHERE bill.id = :bill
