SELECT staff_id, version, place, cause, sum(amount) AS amount FROM reward WHERE bill_id = :bill
GROUP BY staff_id, version, place, cause HAVING sum(amount) <> 0
