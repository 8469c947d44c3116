UPDATE member SET last_visit_on = :day WHERE id = :id AND last_visit_on <> :day
