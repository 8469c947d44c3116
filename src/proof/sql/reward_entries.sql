SELECT id, seq, facts FROM entry WHERE kind = 'reward' ORDER BY seq
