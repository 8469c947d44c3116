DELETE FROM part_told WHERE serving = :serving AND ask = :ask
