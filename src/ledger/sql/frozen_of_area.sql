SELECT entry.seq, frozen.last_key, frozen.digest FROM frozen CROSS JOIN entry ON entry.id = frozen.entry_id
WHERE frozen.area = :area
ORDER BY frozen.last_key
