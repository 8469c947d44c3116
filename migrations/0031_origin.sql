-- What a refunded card or top-up takes back is counted by the line that first sold it, through upgrades and merges, in the
-- groups and shares of that line. A file without bills needs nothing worked out again; any other is filled anew by the
-- first door that opens it.
INSERT INTO work_mark (id, rules) SELECT 1, 3 WHERE NOT EXISTS (SELECT 1 FROM bill)
ON CONFLICT (id) DO UPDATE SET rules = excluded.rules;
