SELECT kind, count(*) AS count, sum(list_total) AS list_total, sum(discount) AS discount
FROM bill WHERE posted_on = :day GROUP BY kind ORDER BY kind
