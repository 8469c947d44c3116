SELECT lot.id, lot.member_id, lot.principal, lot.gift, lot.spend_order, lot.gift_expires_on, lot.bought_on, lot.bill_id,
       coalesce((SELECT balance FROM account WHERE kind = 'lot.principal' AND ref = lot.id), 0) AS principal_left,
       coalesce((SELECT balance FROM account WHERE kind = 'lot.gift' AND ref = lot.id), 0) AS gift_left
FROM lot WHERE lot.id = :id
