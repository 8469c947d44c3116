SELECT reward.staff_id, reward.version, reward.place, reward.bill_id, reward.cause, sum(reward.amount) AS amount, reward.detail
FROM reward JOIN reward_rule ON reward_rule.version = reward.version AND reward_rule.place = reward.place
WHERE reward_rule.event = 'streak'
    AND reward.staff_id IN (SELECT bill_line_staff.staff_id FROM bill_line_staff WHERE bill_line_staff.bill_id = :bill)
    AND EXISTS (SELECT 1 FROM json_each(reward.detail, '$.bills') AS rated WHERE rated.value = :bill)
GROUP BY reward.staff_id, reward.version, reward.place, reward.bill_id, reward.cause HAVING sum(reward.amount) > 0
ORDER BY reward.staff_id, reward.cause
