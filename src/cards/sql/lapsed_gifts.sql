SELECT lot.id, lot.member_id, account.balance AS gift_left
FROM lot CROSS JOIN account ON account.kind = 'lot.gift' AND account.ref = lot.id
WHERE lot.gift_expires_on IS NOT NULL AND lot.gift_expires_on < :today AND account.balance > 0
ORDER BY lot.id LIMIT 5000
