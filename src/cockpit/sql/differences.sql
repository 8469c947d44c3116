SELECT count(DISTINCT shift_close.id) AS shifts, coalesce(sum(till_counted.counted - till_counted.expected), 0) AS amount
FROM shift_close JOIN till_counted ON till_counted.count_id = shift_close.count_id
    AND till_counted.counted IS NOT NULL AND till_counted.counted <> till_counted.expected
WHERE shift_close.on_day >= :from AND shift_close.on_day <= :to
