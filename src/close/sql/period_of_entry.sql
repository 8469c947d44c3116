SELECT day AS period, state, counted, entries, digest, note, at, by_id, second_id FROM day_close WHERE entry_id = :entry
UNION ALL
SELECT month, through, 1, entries, digest, note || warnings, at, by_id, second_id FROM month_close WHERE entry_id = :entry
