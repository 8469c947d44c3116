SELECT serving, ask, who, kind, amount, principal, gift, expires_on, lapses_on FROM part_out
WHERE serving = :serving AND ask = :ask
