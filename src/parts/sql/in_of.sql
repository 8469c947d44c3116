SELECT id, home, member_id, kind FROM part_in WHERE ask = :ask
