INSERT INTO held (cart, label, total, member_id, staff_id, held_at) VALUES (:cart, :label, :total, :member, :staff, :at)
