UPDATE advice_day SET bought_in = :bought_in, done_in = :done_in WHERE day = :day AND recommendation = :advice
