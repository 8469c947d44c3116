SELECT serving, ask, kind, amount, principal, gift FROM part_told WHERE serving = :serving AND ask = :ask
