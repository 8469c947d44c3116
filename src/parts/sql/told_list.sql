SELECT serving, ask, kind, amount, principal, gift FROM part_told ORDER BY serving, ask LIMIT :limit
