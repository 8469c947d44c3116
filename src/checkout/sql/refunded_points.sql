SELECT coalesce(sum(-points_earned), 0) AS earned, coalesce(sum(-points_used), 0) AS used
FROM bill WHERE of_bill = :bill AND kind IN ('refund', 'void')
