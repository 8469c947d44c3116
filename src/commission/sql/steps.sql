SELECT place, from_base, rate FROM rule_step WHERE version = :version ORDER BY place, step
