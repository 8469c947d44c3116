SELECT count(*) AS prints FROM slip_print WHERE bill_id = :bill
