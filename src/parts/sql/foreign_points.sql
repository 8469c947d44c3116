SELECT home FROM part_in WHERE points_id = :points
