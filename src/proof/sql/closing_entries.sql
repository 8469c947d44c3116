SELECT id, seq, facts FROM entry WHERE kind IN ('drawer', 'close') ORDER BY seq
