SELECT shift_id, count_id, banked, cause, to_id, on_day, at, by_id, second_id, entry_id FROM shift_close WHERE shift_id = :shift
