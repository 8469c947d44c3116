SELECT kind, amount FROM pay_booked WHERE payout_id = :payout
