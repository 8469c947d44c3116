-- Of the member's newest bills only: one of today is among them, and where it is not, whoever asks looks closer.
SELECT EXISTS (SELECT 1 FROM reward_rule WHERE reward_rule.event = 'returned' AND reward_rule.away <= :away)
    AND NOT EXISTS (SELECT 1
        FROM (SELECT id, posted_on FROM bill WHERE member_id = :member ORDER BY id DESC LIMIT 8) AS own
        JOIN reward ON reward.bill_id = own.id
        WHERE own.posted_on = :day AND reward.cause = 0) AS rewards_return
