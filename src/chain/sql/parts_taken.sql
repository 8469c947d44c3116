SELECT home, coalesce(granted, ask) AS ask, kind, amount, principal, gift, on_day FROM part_in ORDER BY id
