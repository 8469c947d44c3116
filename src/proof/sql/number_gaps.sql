SELECT posted_on, count(*) AS bills, max(CAST(substr(number, 10) AS INTEGER)) AS last
FROM bill GROUP BY posted_on HAVING bills <> last ORDER BY posted_on LIMIT 50
