SELECT reward_book.version, reward_book.valid_from, reward_book.set_at, staff.number, staff.name,
       (SELECT count(*) FROM reward_rule WHERE reward_rule.version = reward_book.version) AS rules
FROM reward_book JOIN staff ON staff.id = reward_book.staff_id ORDER BY reward_book.version
