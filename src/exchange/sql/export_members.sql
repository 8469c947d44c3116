SELECT member.number, member.name, member.gender, member.birthday, member.birthday_calendar, member.opened_on, member.last_visit_on,
       (SELECT name FROM tier WHERE tier.code = member.tier) AS tier,
       (SELECT phone FROM member_phone WHERE member_phone.member_id = member.id ORDER BY main DESC LIMIT 1) AS phone,
       coalesce((SELECT sum(account.balance) FROM lot JOIN account ON account.kind = 'lot.principal' AND account.ref = lot.id
                 WHERE lot.member_id = member.id), 0) AS principal,
       coalesce((SELECT sum(account.balance) FROM lot JOIN account ON account.kind = 'lot.gift' AND account.ref = lot.id
                 WHERE lot.member_id = member.id), 0) AS gift,
       coalesce((SELECT sum(account.balance) FROM points_lot
                 JOIN account ON account.kind = 'points.lot' AND account.ref = points_lot.id
                 WHERE points_lot.member_id = member.id), 0)
       - coalesce((SELECT balance FROM account WHERE kind = 'points.owed' AND ref = member.id), 0) AS points,
       coalesce((SELECT sum(account.balance) FROM debt JOIN account ON account.kind = 'debt' AND account.ref = debt.id
                 WHERE debt.member_id = member.id), 0) AS owed
FROM member WHERE member.merged_into IS NULL ORDER BY member.id
