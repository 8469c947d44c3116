SELECT posted_on FROM bill ORDER BY posted_on DESC LIMIT 1
