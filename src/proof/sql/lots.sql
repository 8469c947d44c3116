SELECT lot.id, lot.member_id, lot.principal, lot.gift, lot.from_lot,
       (SELECT entry.seq FROM entry WHERE entry.bill_id = lot.bill_id) AS seq
FROM lot ORDER BY lot.id
