SELECT member.id, member.number, member.name, member.tier, member.last_visit_on, member.warning,
       (SELECT phone FROM member_phone AS p WHERE p.member_id = member.id ORDER BY p.main DESC LIMIT 1) AS phone
FROM member
WHERE merged_into IS NULL
  AND member.id IN (SELECT bill.member_id FROM bill WHERE bill.id > (SELECT coalesce(max(id), 0) - 300 FROM bill)
                    UNION SELECT newest.id FROM member AS newest
                    WHERE newest.id > (SELECT coalesce(max(id), 0) - 60 FROM member))
ORDER BY last_visit_on DESC, member.id DESC LIMIT :limit
