SELECT older.number AS keep, newer.number AS merge, older.name AS name
FROM member_phone AS a
JOIN member_phone AS b ON b.phone = a.phone AND b.member_id > a.member_id
JOIN member AS older ON older.id = a.member_id AND older.merged_into IS NULL
JOIN member AS newer ON newer.id = b.member_id AND newer.merged_into IS NULL
ORDER BY older.id, newer.id LIMIT 500
