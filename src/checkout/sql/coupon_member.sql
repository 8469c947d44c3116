UPDATE coupon SET member_id = :member WHERE id = :id
