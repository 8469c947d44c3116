SELECT kpi, amount, days FROM store_goal WHERE from_on <= :day ORDER BY from_on, id
