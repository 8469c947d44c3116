DELETE FROM advice_day WHERE day >= ''
