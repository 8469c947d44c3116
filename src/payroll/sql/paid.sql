SELECT staff.id AS staff_id, (SELECT coalesce(sum(payout.amount), 0) FROM payout
    WHERE payout.staff_id = staff.id AND payout.month = :month) AS amount FROM staff
