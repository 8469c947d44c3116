UPDATE card SET member_id = :member, state = :state, frozen_on = :frozen, expires_on = :expires, frozen_days = :paused
WHERE id = :id
