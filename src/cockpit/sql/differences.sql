SELECT shift_close.on_day, staff.name, staff.number,
    sum(till_counted.counted - till_counted.expected) AS amount
FROM shift_close CROSS JOIN till_counted ON till_counted.count_id = shift_close.count_id
    AND till_counted.counted IS NOT NULL AND till_counted.counted <> till_counted.expected
JOIN staff ON staff.id = shift_close.by_id
WHERE shift_close.on_day >= :from AND shift_close.on_day <= :to
GROUP BY shift_close.on_day, shift_close.id ORDER BY shift_close.on_day, shift_close.id
