SELECT count(*) AS stray FROM reward LEFT JOIN entry ON entry.id = reward.entry_id WHERE entry.kind IS NOT 'reward'
