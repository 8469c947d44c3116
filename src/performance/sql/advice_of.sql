SELECT id, on_day, member_id, staff_id, item_id, command_id FROM recommendation WHERE member_id = :member ORDER BY id
