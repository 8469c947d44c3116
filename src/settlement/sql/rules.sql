SELECT name, since, until, item, category, card, home, serving, rate, phi, share
FROM clearing_rule WHERE version = :version ORDER BY place
