SELECT id FROM part_out WHERE serving = :serving AND ask = :ask
