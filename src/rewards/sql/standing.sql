SELECT reward.staff_id, reward.version, reward.place, reward.cause, sum(reward.amount) AS amount
FROM reward JOIN reward_rule ON reward_rule.version = reward.version AND reward_rule.place = reward.place
WHERE reward.bill_id = :bill AND reward_rule.event <> 'streak'
GROUP BY reward.staff_id, reward.version, reward.place, reward.cause HAVING sum(reward.amount) <> 0
