SELECT coalesce((SELECT seq FROM entry ORDER BY seq DESC LIMIT 1), 0) - (SELECT count(*) FROM entry) AS missing
