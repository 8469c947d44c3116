INSERT INTO pay_booked (payout_id, kind, amount) VALUES (:payout, :kind, :amount)
