SELECT id, seq, facts FROM entry WHERE kind = 'payout' ORDER BY seq
