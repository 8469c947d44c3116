SELECT reward_rule.place, reward_rule.name, reward_rule.event, reward_rule.role, reward_rule.item_id, reward_rule.category,
       reward_rule.first, reward_rule.least, reward_rule.rate, reward_rule.fixed, reward_rule.run, reward_rule.away,
       (SELECT code FROM item WHERE item.id = reward_rule.item_id) AS code
FROM reward_rule WHERE reward_rule.version = :version ORDER BY reward_rule.place
