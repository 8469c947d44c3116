SELECT part, version, place, name, base, amount FROM bill_discount WHERE bill_id = :bill ORDER BY part
