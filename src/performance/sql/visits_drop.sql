DELETE FROM client_day WHERE person = :member
