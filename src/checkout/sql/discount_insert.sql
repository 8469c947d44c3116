INSERT INTO bill_discount (bill_id, part, version, place, name, base, amount)
VALUES (:bill, :part, :version, :place, :name, :base, :amount)
