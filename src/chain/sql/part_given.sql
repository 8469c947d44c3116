SELECT kind, amount, principal, gift FROM part_out WHERE serving = :serving AND ask = :ask
