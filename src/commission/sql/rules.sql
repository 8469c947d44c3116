SELECT rule.place, rule.name, rule.event, rule.role, rule.item_id, rule.category, rule.requested, rule.member, rule.rate,
       rule.fixed, rule.bands, rule.phi, rule.cost, rule.basis,
       (SELECT code FROM item WHERE item.id = rule.item_id) AS code
FROM rule WHERE rule.version = :version ORDER BY rule.place
