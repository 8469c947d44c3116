UPDATE member SET last_visit_on = :before WHERE id = :id AND last_visit_on = :set
