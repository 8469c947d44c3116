SELECT digest, file, store, epoch, no, first, last, last_day, bills, taken, month, version, content, state, what, detail, at
FROM received WHERE digest = :digest ORDER BY id DESC LIMIT 1
