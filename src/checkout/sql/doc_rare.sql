SELECT EXISTS (SELECT 1 FROM bill_coupon WHERE bill_id = :bill) OR EXISTS (SELECT 1 FROM lot WHERE bill_id = :bill)
    OR EXISTS (SELECT 1 FROM card WHERE bill_id = :bill) OR EXISTS (SELECT 1 FROM debt WHERE bill_id = :bill)
    OR EXISTS (SELECT 1 FROM bill_discount WHERE bill_id = :bill) AS rare
