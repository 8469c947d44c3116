SELECT client_day.person, staff.name, count(DISTINCT client_day.day) AS days FROM client_day
JOIN staff ON staff.id = client_day.staff
WHERE client_day.staff > 0 AND client_day.day <= :until GROUP BY client_day.person, client_day.staff
