SELECT (SELECT count(*) FROM cross_event WHERE month = :month AND rule = '') AS unruled,
    (SELECT count(*) FROM cross_event WHERE month = :month AND late_of IS NOT NULL) AS late
