SELECT code, name, chain_salt, zone_minutes, cut_off_hour,
    (SELECT count(*) FROM setting WHERE name = 'headquarters') AS hq, (SELECT max(epoch) FROM epoch) AS epoch
FROM store WHERE id = 1
