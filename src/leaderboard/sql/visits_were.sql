SELECT day, staff, member, person, since_last, to_next,
       since_last IS NULL AND (SELECT batch_id FROM member WHERE member.id = client_day_was.member) IS NULL AS fresh
FROM client_day_was WHERE day BETWEEN :from AND :to AND until_on > :as_of ORDER BY day, staff, member, until_on
