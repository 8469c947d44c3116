INSERT INTO store (id, code, name, chain_salt, zone_minutes, cut_off_hour, opened_at)
VALUES (1, :code, :name, :salt, :minutes, :hour, :at)
