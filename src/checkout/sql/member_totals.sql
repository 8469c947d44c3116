SELECT count(DISTINCT CASE WHEN bill.kind = 'sale' AND NOT EXISTS (
           SELECT 1 FROM bill AS back WHERE back.of_bill = bill.id AND back.kind = 'void')
           THEN bill.posted_on END) AS visits,
       coalesce(sum(paid.amount), 0) AS paid_in
FROM bill
LEFT JOIN (
    SELECT bill_tender.bill_id, sum(bill_tender.amount) AS amount
    FROM bill_tender JOIN bill AS own ON own.id = bill_tender.bill_id
    WHERE own.member_id = :member AND bill_tender.tender NOT IN ('stored_value', 'on_account')
    GROUP BY bill_tender.bill_id) AS paid ON paid.bill_id = bill.id
WHERE bill.member_id = :member
