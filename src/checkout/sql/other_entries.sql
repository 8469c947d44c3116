SELECT entry.posted_on, entry.posted_at, entry.kind, staff.name,
       coalesce((SELECT sum(posting.amount * account.side) FROM posting JOIN account ON account.id = posting.account_id
                 WHERE posting.entry_id = entry.id AND account.kind IN ('lot.principal', 'lot.gift')), 0) AS amount
FROM entry JOIN staff ON staff.id = entry.staff_id
WHERE entry.member_id = :member AND entry.bill_id IS NULL ORDER BY entry.id DESC LIMIT :limit
