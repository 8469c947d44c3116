SELECT posted_at FROM bill WHERE posted_on = :day AND kind = 'sale' ORDER BY id
