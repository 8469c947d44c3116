SELECT ask FROM part_out WHERE id = :part
