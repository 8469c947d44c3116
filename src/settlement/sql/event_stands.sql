SELECT coalesce(sum(principal), 0) AS principal, coalesce(sum(gift), 0) AS gift, coalesce(sum(owed), 0) AS owed,
    coalesce(sum(home_share), 0) AS home_share
FROM cross_event
WHERE serving = :serving AND of_bill = :bill AND of_line = :line AND home = :home AND card = :card
