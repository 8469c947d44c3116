SELECT DISTINCT home, serving, ask FROM cross_event WHERE member = '' ORDER BY home, serving, ask
