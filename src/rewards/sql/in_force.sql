SELECT version, valid_from, set_at FROM reward_book WHERE valid_from <= :day AND set_at <= :at
ORDER BY valid_from DESC, version DESC LIMIT 1
