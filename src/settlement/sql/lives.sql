SELECT count(*) AS lives FROM rated_life WHERE serving = :serving
