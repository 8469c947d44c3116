-- What salons keep in their lists and imports brought: the least stock of a product, and birthdays in a leap month.

ALTER TABLE item ADD COLUMN stock_min INTEGER NOT NULL DEFAULT 0 CHECK (stock_min >= 0);

-- A birthday of the moon's calendar in a leap month (闰月).
ALTER TABLE member ADD COLUMN birthday_leap INTEGER NOT NULL DEFAULT 0 CHECK (birthday_leap IN (0, 1));

-- Further phones of a person; the main one stands in `staff.phone`.
ALTER TABLE staff ADD COLUMN phones_more TEXT NOT NULL DEFAULT '';
