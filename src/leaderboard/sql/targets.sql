SELECT criterion, staff, amount, days FROM score_target WHERE from_on <= :day ORDER BY from_on, id
