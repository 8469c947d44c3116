SELECT id, code, item_id, kind, name, price, sessions, gift_sessions, gift_mode, used_before, term_days, bought_on, starts_on,
       sold_by, bill_line
FROM card WHERE bill_id = :bill ORDER BY id
