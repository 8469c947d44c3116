SELECT EXISTS (SELECT 1 FROM reward_rule WHERE reward_rule.event = 'returned' AND reward_rule.away <= :away)
    AND NOT EXISTS (SELECT 1 FROM reward JOIN bill ON bill.id = reward.bill_id
        WHERE reward.on_day = :day AND reward.cause = 0 AND bill.member_id = :member) AS rewards_return
