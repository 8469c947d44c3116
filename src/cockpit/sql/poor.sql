SELECT bill.number AS bill, bill.posted_on, member.number, member.name,
    (SELECT rating.score FROM rating WHERE rating.bill_id = bill.id ORDER BY rating.id DESC LIMIT 1) AS score
FROM bill LEFT JOIN member ON member.id = bill.member_id
WHERE bill.posted_on >= :from AND bill.posted_on <= :to
    AND (SELECT rating.score FROM rating WHERE rating.bill_id = bill.id ORDER BY rating.id DESC LIMIT 1) <= 2
ORDER BY bill.id
