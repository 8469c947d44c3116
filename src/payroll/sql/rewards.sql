SELECT staff_id, sum(amount) AS amount FROM reward WHERE on_day >= :from AND on_day <= :to GROUP BY staff_id
