SELECT EXISTS (
    SELECT 1 FROM entry
    JOIN posting ON posting.entry_id = entry.id
    JOIN account ON account.id = posting.account_id AND account.kind GLOB 'till.*'
    WHERE entry.posted_on = :day AND entry.kind <> 'drawer'
        AND entry.id > coalesce((SELECT max(entry_id) FROM shift_close), 0)) AS some
