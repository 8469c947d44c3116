SELECT EXISTS (SELECT 1 FROM bill_line WHERE bill_line.bill_id = :bill AND bill_line.kind IN ('topup', 'session_card', 'period_card'))
       OR EXISTS (SELECT 1 FROM client_day WHERE client_day.person = :member AND client_day.day = :day AND client_day.since_last >= :away)
       OR EXISTS (SELECT 1 FROM advice_day WHERE advice_day.person = :member AND advice_day.bought_in IS NOT NULL
           AND date(advice_day.day, '+' || advice_day.bought_in || ' days') = :day) AS interest
