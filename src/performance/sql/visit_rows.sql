SELECT day, staff, member, '' AS until_on, person, since_last, to_next FROM client_day
UNION ALL
SELECT day, staff, member, until_on, person, since_last, to_next FROM client_day_was
