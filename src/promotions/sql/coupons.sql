SELECT coupon.id, coupon.code, coupon.member_id, coupon.name, coupon.kind, coupon.value, coupon.cap, coupon.threshold,
       coupon.item_id, coupon.category, coupon.expires_on,
       coalesce((SELECT balance FROM account WHERE kind = 'coupon' AND ref = coupon.id), 0) AS left
FROM coupon JOIN account AS held ON held.kind = 'coupon' AND held.ref = coupon.id AND held.balance > 0
WHERE coupon.member_id = :member AND (coupon.expires_on IS NULL OR coupon.expires_on >= :today)
ORDER BY coupon.expires_on IS NULL, coupon.expires_on, coupon.id
