SELECT sales, service, repurchase, satisfaction FROM score_weight WHERE from_on <= :day ORDER BY from_on DESC, id DESC LIMIT 1
