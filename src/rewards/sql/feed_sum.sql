SELECT coalesce(sum(reward.amount), 0) AS total, count(*) AS count
FROM reward JOIN staff ON staff.id = reward.staff_id
WHERE reward.on_day >= :from AND reward.on_day <= :to AND (:staff IS NULL OR staff.number = :staff)
