DELETE FROM advice_day_was WHERE recommendation = :advice
