SELECT coupon.id, coupon.code, coupon.member_id, coupon.name, coupon.kind, coupon.value, coupon.cap, coupon.threshold,
       coupon.item_id, coupon.category, coupon.expires_on,
       coalesce((SELECT balance FROM account WHERE kind = 'coupon' AND ref = coupon.id), 0) AS left
FROM coupon WHERE coupon.code = :code
