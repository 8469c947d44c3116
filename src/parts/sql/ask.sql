SELECT id, home, who, member_id, kind, amount, item_id, on_day FROM part_ask WHERE id = :id
