SELECT code FROM bill_line WHERE bill_id = :bill AND kind = 'card_refund' ORDER BY line
