SELECT id FROM settle_step WHERE month = :month AND step = 'frozen'
