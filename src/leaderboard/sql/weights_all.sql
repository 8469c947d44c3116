SELECT from_on, sales, service, repurchase, satisfaction FROM score_weight ORDER BY id
