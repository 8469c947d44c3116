SELECT digest, file, store, epoch, no, first, last, last_day, bills, taken, month, version, content, state, what, detail, at
FROM received
WHERE id = (SELECT max(newer.id) FROM received AS newer WHERE newer.digest = received.digest)
ORDER BY store, first, id
