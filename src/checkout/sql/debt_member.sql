UPDATE debt SET member_id = :member WHERE id = :id
