SELECT day AS period, state, counted, entries, digest, note, at, by_id, second_id
FROM day_close WHERE day = :day ORDER BY id DESC LIMIT 1
