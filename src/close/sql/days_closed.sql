SELECT day AS period, state, counted, entries, digest, note, at, by_id, second_id
FROM day_close
WHERE state = 'closed' AND id = (SELECT newest.id FROM day_close AS newest WHERE newest.day = day_close.day
    ORDER BY newest.id DESC LIMIT 1)
ORDER BY day
