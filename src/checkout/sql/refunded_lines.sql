SELECT bill_line.of_line AS line, sum(-bill_line.quantity) AS quantity, sum(-bill_line.net) AS net,
       sum(-bill_line.card_value) AS card_value
FROM bill JOIN bill_line ON bill_line.bill_id = bill.id
WHERE bill.of_bill = :bill AND bill.kind IN ('refund', 'void') GROUP BY bill_line.of_line
