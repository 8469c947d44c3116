SELECT settle_step.month, settle_step.step, settle_step.events, settle_step.digest, settle_step.reference,
    settle_step.at, settle_step.by_id, staff.name
FROM settle_step JOIN staff ON staff.id = settle_step.by_id
WHERE settle_step.month = :month ORDER BY settle_step.id
