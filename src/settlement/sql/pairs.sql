SELECT home, serving, campaign, sum(owed) AS owed, count(*) AS events
FROM cross_event WHERE month = :month GROUP BY home, serving, campaign
