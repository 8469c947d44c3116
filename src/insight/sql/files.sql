-- Ids are not used again, so the newest tells about how many there are.
SELECT max(id) AS files FROM member
