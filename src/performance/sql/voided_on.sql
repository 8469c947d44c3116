SELECT min(posted_on) AS void_on FROM bill WHERE of_bill = :bill AND kind = 'void'
