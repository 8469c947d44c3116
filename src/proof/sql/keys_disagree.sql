SELECT entry.seq FROM entry JOIN command ON command.id = entry.command_id
WHERE command.key <> entry.command_key
ORDER BY entry.id
