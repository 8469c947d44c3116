INSERT INTO bill_tender (bill_id, part, tender, amount, tendered, principal, gift, reference)
VALUES (:bill, :part, :tender, :amount, :tendered, :principal, :gift, :reference)
