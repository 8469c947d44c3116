SELECT max(version) AS version FROM reward_book
