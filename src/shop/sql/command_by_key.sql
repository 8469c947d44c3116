SELECT command.id, command.staff_id, command.verb, command.digest, coalesce(answer.result, command.result) AS result
FROM command LEFT JOIN answer ON answer.command_id = command.id
WHERE command.key = :key
