SELECT entry.id FROM entry
WHERE entry.member_id = :into AND entry.kind = 'merge' AND entry.posted_at >= :at AND entry.id <> :merge
    AND entry.reverses IS NULL
    AND NOT EXISTS (SELECT 1 FROM entry AS back WHERE back.reverses = entry.id)
    AND EXISTS (
        SELECT 1 FROM posting JOIN account ON account.id = posting.account_id
        WHERE posting.entry_id = entry.id
            AND ((account.kind IN ('lot.principal', 'lot.gift')
                  AND account.ref IN (SELECT lot.id FROM lot WHERE lot.member_id = :from))
              OR (account.kind = 'points.lot'
                  AND account.ref IN (SELECT points_lot.id FROM points_lot WHERE points_lot.member_id = :from))
              OR (account.kind = 'points.owed' AND account.ref = :from)))
ORDER BY entry.id DESC
