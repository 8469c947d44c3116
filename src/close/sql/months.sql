SELECT month AS period, through AS state, 1 AS counted, entries, digest, note || warnings AS note, at, by_id, second_id
FROM month_close ORDER BY month
