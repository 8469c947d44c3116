DELETE FROM client_day WHERE day >= ''
