SELECT amount, principal, gift FROM part_in WHERE granted = :name
