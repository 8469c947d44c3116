SELECT day, staff, member, person, since_last, to_next,
       since_last IS NULL AND (SELECT batch_id FROM member WHERE member.id = client_day.member) IS NULL AS fresh
FROM client_day WHERE day BETWEEN :from AND :to ORDER BY day, staff, member
