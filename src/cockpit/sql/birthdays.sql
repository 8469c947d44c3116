SELECT number, name, birthday, birthday_calendar, birthday_leap FROM member
WHERE birthday IS NOT NULL AND merged_into IS NULL
