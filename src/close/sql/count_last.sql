SELECT till_count.id, till_count.last_entry,
       (SELECT count(*) FROM till_count AS every WHERE every.shift_id = till_count.shift_id) AS nth
FROM till_count WHERE till_count.shift_id = :shift ORDER BY till_count.id DESC LIMIT 1
