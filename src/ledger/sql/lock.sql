SELECT (SELECT max(through) FROM month_close) AS through,
       (SELECT state FROM day_close WHERE day = :day ORDER BY id DESC LIMIT 1) AS state
