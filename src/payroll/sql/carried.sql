SELECT staff.id AS staff_id,
       coalesce((SELECT sum(pay_booked.amount) FROM payout JOIN pay_booked ON pay_booked.payout_id = payout.id
           WHERE payout.staff_id = staff.id AND payout.month < :month), 0)
     + coalesce((SELECT sum(reward.amount) FROM reward WHERE reward.staff_id = staff.id AND reward.on_day < :first), 0)
     - coalesce((SELECT sum(payout.amount) FROM payout WHERE payout.staff_id = staff.id AND payout.month < :month), 0) AS amount
FROM staff
