-- Every bill by its kind; prices and discounts without those that were voided on the day, as the count of sales beside them.
SELECT kind, count(*) AS count, coalesce(sum(list_total) FILTER (WHERE NOT voided), 0) AS list_total,
       coalesce(sum(discount) FILTER (WHERE NOT voided), 0) AS discount
FROM (
    SELECT bill.kind, bill.list_total, bill.discount,
           EXISTS (SELECT 1 FROM bill AS back WHERE back.of_bill = bill.id AND back.kind = 'void'
                   AND back.posted_on = :day) AS voided
    FROM bill WHERE bill.posted_on = :day)
GROUP BY kind ORDER BY kind
