SELECT tender, expected, counted FROM till_counted WHERE count_id = :count
