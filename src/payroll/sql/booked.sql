SELECT payout.staff_id, pay_booked.kind, sum(pay_booked.amount) AS amount
FROM payout JOIN pay_booked ON pay_booked.payout_id = payout.id
WHERE payout.month = :month GROUP BY payout.staff_id, pay_booked.kind
