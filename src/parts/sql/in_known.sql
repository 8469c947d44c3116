SELECT on_day FROM part_in WHERE ask = :ask
