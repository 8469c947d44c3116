SELECT rule_book.version, rule_book.valid_from, rule_book.set_at, staff.number, staff.name,
       (SELECT count(*) FROM rule WHERE rule.version = rule_book.version) AS rules
FROM rule_book JOIN staff ON staff.id = rule_book.staff_id ORDER BY rule_book.version
