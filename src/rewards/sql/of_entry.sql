SELECT reward.on_day, reward.staff_id, reward.version, reward.place, reward.bill_id, reward.by_bill, reward.cause,
       reward.amount, reward.detail, reward.command_id
FROM reward WHERE reward.entry_id = :entry ORDER BY reward.id
