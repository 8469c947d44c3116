SELECT EXISTS (SELECT 1 FROM reward_book) AS any_book
