SELECT reward.on_day, reward.at, staff.number, staff.name, reward_rule.name AS rule, reward.version, reward_rule.event,
       reward.amount, reward.detail, bill.number AS bill, (SELECT undoer.number FROM bill AS undoer WHERE undoer.id = reward.by_bill) AS "by"
FROM reward
JOIN staff ON staff.id = reward.staff_id
JOIN reward_rule ON reward_rule.version = reward.version AND reward_rule.place = reward.place
JOIN bill ON bill.id = reward.bill_id
WHERE reward.on_day >= :from AND reward.on_day <= :to AND (:staff IS NULL OR staff.number = :staff)
ORDER BY reward.on_day DESC, reward.id DESC LIMIT :limit
