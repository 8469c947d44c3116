SELECT id FROM part_in WHERE granted = :name
