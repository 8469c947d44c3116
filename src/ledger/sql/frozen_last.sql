SELECT last_key FROM frozen WHERE area = :area ORDER BY last_key DESC LIMIT 1
