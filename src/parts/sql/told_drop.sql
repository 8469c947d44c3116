DELETE FROM part_told WHERE serving >= ''
