SELECT bill_line.line, bill_line.item_id, bill_line.code, bill_line.name, bill_line.kind, bill_line.category,
       bill_line.package, bill_line.quantity, bill_line.list_price, bill_line.unit_price, bill_line.discount,
       bill_line.net, bill_line.card_id, bill_line.card_value, bill_line.requested, bill_line.of_line,
       (SELECT code FROM card WHERE card.id = bill_line.card_id) AS card_code
FROM bill_line WHERE bill_line.bill_id = :bill ORDER BY bill_line.line
