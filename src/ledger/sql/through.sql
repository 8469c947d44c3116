SELECT max(through) AS through FROM month_close
