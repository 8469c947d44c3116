SELECT bill_coupon.coupon_id, coupon.code, bill_coupon.amount
FROM bill_coupon JOIN coupon ON coupon.id = bill_coupon.coupon_id WHERE bill_coupon.bill_id = :bill ORDER BY coupon.id
