SELECT coalesce(sum(account.balance), 0) AS held FROM member
JOIN lot ON lot.member_id = member.id AND lot.bought_at = :home
JOIN account ON account.ref = lot.id AND account.kind IN ('lot.principal', 'lot.gift')
    AND NOT (account.kind = 'lot.gift' AND lot.gift_expires_on IS NOT NULL AND lot.gift_expires_on < :today)
WHERE member.number = :number
