INSERT INTO clearing_rule (
    version, place, name, since, until, item, category, card, home, serving, rate, phi, share)
VALUES (
    :version, :place, :name, :since, :until, :item, :category, :card, :home, :serving, :rate, :phi, :share)
