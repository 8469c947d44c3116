-- Everybody, or every so-many-th file and whoever matters to one member: herself, what was merged, whom she brought.
SELECT id, number, name, merged_into, opened_on, referrer_id FROM member
WHERE :step = 1 OR id % :step = 0 OR number = :whose OR merged_into IS NOT NULL
    OR referrer_id = (SELECT her.id FROM member AS her WHERE her.number = :whose)
ORDER BY id
