SELECT coalesce(sum(CASE WHEN tender NOT IN ('stored_value', 'on_account') THEN amount END), 0) AS cash,
       coalesce(sum(CASE WHEN tender = 'stored_value' THEN amount END), 0) AS stored,
       coalesce(sum(CASE WHEN tender = 'stored_value' THEN gift END), 0) AS gift,
       coalesce(sum(CASE WHEN tender = 'on_account' THEN amount END), 0) AS owed
FROM bill_tender WHERE bill_id = :bill
