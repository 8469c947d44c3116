SELECT bill_line.bill_id, bill_line.line, part_in.home, coalesce(part_in.granted, part_in.ask) AS ask,
    bill_line.card_value
FROM part_in
JOIN bill_line ON bill_line.card_id = part_in.card_id
WHERE part_in.kind = 'session_card' AND bill_line.bill_id > :from AND bill_line.bill_id <= :to
    AND bill_line.card_value <> 0
