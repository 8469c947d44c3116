-- By her own visits: the plus keeps SQLite from reading everybody's of the day.
WITH RECURSIVE file (id) AS (
    SELECT :member
    UNION SELECT member.merged_into FROM file JOIN member ON member.id = file.id WHERE member.merged_into IS NOT NULL)
SELECT max(client_day.since_last) AS away FROM client_day
WHERE client_day.person IN (SELECT id FROM file) AND +client_day.day = :day AND client_day.member = :member
