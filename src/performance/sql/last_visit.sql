SELECT day, since_last FROM client_day WHERE person = :person ORDER BY day DESC LIMIT 1
