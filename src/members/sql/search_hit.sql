SELECT id, number, name, tier, last_visit_on,
       (SELECT phone FROM member_phone WHERE member_id = member.id ORDER BY main DESC LIMIT 1) AS phone
FROM member WHERE id = :id AND merged_into IS NULL
