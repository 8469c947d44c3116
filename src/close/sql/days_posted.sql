SELECT posted_on AS day, count(*) AS entries FROM entry
WHERE posted_on BETWEEN :from AND :to AND kind <> 'close' GROUP BY posted_on ORDER BY posted_on
