SELECT member.number, member.name, client_day.day, client_day.since_last
FROM member JOIN client_day ON client_day.person = member.id
WHERE member.owner_id = :staff AND member.merged_into IS NULL
GROUP BY member.id, client_day.day ORDER BY member.number, client_day.day
