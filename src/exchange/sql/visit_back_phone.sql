UPDATE member_phone SET last_visit_on = :before WHERE member_id = :id AND last_visit_on = :set
