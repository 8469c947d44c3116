SELECT coupon_id, amount FROM bill_coupon WHERE bill_id = :bill ORDER BY coupon_id
