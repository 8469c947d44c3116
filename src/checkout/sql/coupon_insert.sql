INSERT INTO bill_coupon (bill_id, coupon_id, amount) VALUES (:bill, :coupon, :amount)
