SELECT coupon.id FROM coupon WHERE coupon.member_id = :member ORDER BY coupon.id
