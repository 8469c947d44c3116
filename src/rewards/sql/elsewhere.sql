SELECT EXISTS (SELECT 1 FROM reward JOIN reward_rule ON reward_rule.version = reward.version AND reward_rule.place = reward.place
WHERE reward_rule.event = :event AND reward.cause = :cause AND reward.bill_id <> :bill AND reward.bill_id IN (
    SELECT bill.id FROM bill WHERE bill.member_id = :member AND bill.posted_on = :day)
GROUP BY reward_rule.event HAVING sum(reward.amount) > 0) AS elsewhere
