-- A day stays what it was: what is voided on a later one was a bill of this one.
SELECT count(*) FILTER (WHERE kind = 'sale' AND NOT voided) AS bills,
       count(DISTINCT CASE WHEN kind = 'sale' AND NOT voided THEN member_id END) AS members,
       coalesce(sum(worth) FILTER (WHERE coalesce(of_kind, kind) = 'sale'), 0) AS worth
FROM (
    SELECT bill.kind, bill.member_id, bill.payable + bill.card_value AS worth,
           (SELECT origin.kind FROM bill AS origin WHERE origin.id = bill.of_bill) AS of_kind,
           EXISTS (SELECT 1 FROM bill AS back WHERE back.of_bill = bill.id AND back.kind = 'void'
                   AND back.posted_on <= :to) AS voided
    FROM bill WHERE bill.posted_on >= :from AND bill.posted_on <= :to)
