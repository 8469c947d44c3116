-- What a bundle says of the month's pack that it goes with: compared when headquarters works the sheets out again.
ALTER TABLE received ADD COLUMN content TEXT NOT NULL DEFAULT '';
