SELECT (SELECT max(epoch) FROM epoch) AS epoch,
       coalesce((SELECT seq FROM entry ORDER BY id DESC LIMIT 1), 0) AS seq,
       coalesce((SELECT posted_at FROM entry ORDER BY id DESC LIMIT 1), 0) AS last_at,
       coalesce((SELECT max(id) FROM command), 0) AS commands
