SELECT bill.number, member.number AS member_number
FROM bill JOIN member ON member.id = bill.member_id
WHERE bill.member_id = :member AND bill.posted_on = :day AND bill.kind = 'sale' ORDER BY bill.id
