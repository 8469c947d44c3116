INSERT INTO coupon (code, member_id, name, kind, value, cap, threshold, item_id, category, expires_on, issued_on)
VALUES (:code, :member, :name, :kind, :value, :cap, :threshold, :item, :category, :expires, :issued)
