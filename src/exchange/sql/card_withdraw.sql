UPDATE card SET state = 'withdrawn', code = code || '~' || :batch WHERE id = :id
