-- What a bill took from wallets and how much of it was gift, and what its cards and everything else came to.
SELECT coalesce((SELECT sum(paid.amount) FROM bill_tender AS paid
                 WHERE paid.bill_id = :bill AND paid.tender = 'stored_value'), 0) AS stored,
    coalesce((SELECT sum(paid.gift) FROM bill_tender AS paid
              WHERE paid.bill_id = :bill AND paid.tender = 'stored_value'), 0) AS gift,
    coalesce(sum(CASE WHEN line.kind NOT IN ('session_card', 'period_card') THEN line.net END), 0) AS goods,
    coalesce(sum(CASE WHEN line.kind IN ('session_card', 'period_card') THEN line.net END), 0) AS cards
FROM bill_line AS line WHERE line.bill_id = :bill
