SELECT coalesce(sum(account.balance), 0) AS held FROM member
JOIN lot ON lot.member_id = member.id AND lot.bought_at = :home
JOIN account ON account.ref = lot.id AND account.kind IN ('lot.principal', 'lot.gift')
WHERE member.number = :number
