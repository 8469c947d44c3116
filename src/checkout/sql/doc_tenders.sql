SELECT part, tender, amount, tendered, principal, gift, reference FROM bill_tender WHERE bill_id = :bill ORDER BY part
