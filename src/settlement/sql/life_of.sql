SELECT shift FROM rated_life WHERE serving = :serving AND after < :bill ORDER BY id DESC LIMIT 1
