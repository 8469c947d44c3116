INSERT INTO reward_rule (version, place, name, event, role, item_id, category, first, least, rate, fixed, run, away)
VALUES (:version, :place, :name, :event, :role, :item, :category, :first, :least, :rate, :fixed, :run, :away)
