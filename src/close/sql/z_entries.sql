SELECT min(entry.seq) AS first, max(entry.seq) AS last,
       (SELECT seal.hash FROM entry AS newest JOIN seal ON seal.entry_id = newest.id
        WHERE newest.posted_on = :day ORDER BY newest.id DESC LIMIT 1) AS hash
FROM entry WHERE entry.posted_on = :day
