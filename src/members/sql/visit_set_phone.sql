UPDATE member_phone SET last_visit_on = :day WHERE member_id = :id AND last_visit_on <> :day
