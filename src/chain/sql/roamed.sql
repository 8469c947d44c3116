SELECT home, serving, member, day, sum(value) AS used, max(ask) AS ask FROM cross_event
WHERE card = 'stored_value' AND member <> '' AND day >= :from AND day <= :to
GROUP BY home, serving, member, day
