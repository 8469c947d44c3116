SELECT max(version) AS version FROM rule_book
