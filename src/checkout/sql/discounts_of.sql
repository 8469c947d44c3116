SELECT bill_discount.name, bill_discount.amount, discount.price IS NOT NULL AND item.kind <> 'package' AS in_price
FROM bill_discount
JOIN discount ON discount.version = bill_discount.version AND discount.place = bill_discount.place
LEFT JOIN item ON item.id = discount.item_id
WHERE bill_discount.bill_id = :bill
ORDER BY bill_discount.part
