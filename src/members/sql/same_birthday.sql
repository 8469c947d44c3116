SELECT older.number AS keep, newer.number AS merge, older.name AS name
FROM member AS newer
JOIN member AS older ON older.name = newer.name AND older.id < newer.id AND older.birthday = newer.birthday
    AND older.birthday_calendar = newer.birthday_calendar
WHERE newer.birthday IS NOT NULL AND newer.merged_into IS NULL AND older.merged_into IS NULL
ORDER BY older.id, newer.id LIMIT 500
