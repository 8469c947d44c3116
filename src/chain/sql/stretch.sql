SELECT coalesce(min(seq), 0) AS first, coalesce(max(seq), 0) AS last, count(*) AS entries,
    coalesce(max(posted_on), '') AS last_day, coalesce(max(posted_at), 0) AS last_at
FROM entry WHERE id > :from AND id <= :to
