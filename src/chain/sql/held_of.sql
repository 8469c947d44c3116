SELECT coalesce(sum(account.balance), 0) AS held,
    coalesce(sum(CASE WHEN lot.bought_at <> :home THEN account.balance ELSE 0 END), 0) AS "foreign"
FROM member
JOIN lot ON lot.member_id = member.id
JOIN account ON account.ref = lot.id AND account.kind IN ('lot.principal', 'lot.gift')
    AND NOT (account.kind = 'lot.gift' AND lot.gift_expires_on IS NOT NULL AND lot.gift_expires_on < :today)
WHERE member.number = :number
