SELECT origin.member_id, origin.posted_on AS day, sum(line.net + line.card_value) AS spent, 0 AS reduced
FROM bill AS back
JOIN bill AS origin ON origin.id = back.of_bill AND origin.kind = 'sale' AND origin.member_id IS NOT NULL
CROSS JOIN bill_line AS line ON line.bill_id = back.id AND line.kind IN ('service', 'product')
WHERE back.kind = 'refund' AND back.posted_on <= :until
GROUP BY back.id ORDER BY back.id
