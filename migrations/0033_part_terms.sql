-- Until when what was passed on may be spent: the last day of its gift, its card or its points, at any store. NULL is never.
ALTER TABLE part_out ADD COLUMN lapses_on TEXT;
