SELECT id, number, name, merged_into, opened_on, referrer_id FROM member ORDER BY id
