SELECT bill.id, bill.posted_on, bill.command_id,
       (SELECT min(back.posted_on) FROM bill AS back WHERE back.of_bill = bill.id AND back.kind = 'void') AS void_on
FROM bill WHERE bill.member_id = :member AND bill.kind = 'sale' ORDER BY bill.id
