SELECT line, item_id, code, name, kind, category, package, quantity, list_price, unit_price, discount, net, card_id,
       card_value, requested, of_line
FROM bill_line WHERE bill_id = :bill ORDER BY line
