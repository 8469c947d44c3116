SELECT id, expected, opening, counted, cause, after_entry, on_day, at, by_id,
       NOT EXISTS (SELECT 1 FROM shift_close WHERE shift_close.shift_id = shift.id) AS open
FROM shift WHERE id = (SELECT max(id) FROM shift)
