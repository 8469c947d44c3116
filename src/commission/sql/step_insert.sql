INSERT INTO rule_step (version, place, step, from_base, rate) VALUES (:version, :place, :step, :from, :rate)
