SELECT max(cause) AS cause FROM (
    SELECT reward.cause FROM reward
    JOIN reward_rule ON reward_rule.version = reward.version AND reward_rule.place = reward.place
    WHERE reward.staff_id = :staff AND reward_rule.event = 'streak' AND reward_rule.run = :run
    GROUP BY reward.cause, reward.bill_id HAVING sum(reward.amount) > 0)
