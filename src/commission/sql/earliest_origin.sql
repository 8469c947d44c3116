SELECT min(origin.posted_on) AS day FROM bill JOIN bill AS origin ON origin.id = bill.of_bill
WHERE bill.posted_on >= :from AND bill.posted_on <= :to
