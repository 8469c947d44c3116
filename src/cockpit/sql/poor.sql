SELECT count(*) AS bills FROM bill
WHERE bill.posted_on >= :from AND bill.posted_on <= :to
    AND (SELECT rating.score FROM rating WHERE rating.bill_id = bill.id ORDER BY rating.id DESC LIMIT 1) <= 2
