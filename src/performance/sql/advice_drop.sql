DELETE FROM advice_day WHERE day = :day AND recommendation = :advice
