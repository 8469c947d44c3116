-- What people did is kept by newer rules (labour counts gifts by half). A file without bills needs nothing worked out
-- again; any other is filled anew by the first door that opens it.
INSERT INTO work_mark (id, rules) SELECT 1, 2 WHERE NOT EXISTS (SELECT 1 FROM bill)
ON CONFLICT (id) DO UPDATE SET rules = excluded.rules;
