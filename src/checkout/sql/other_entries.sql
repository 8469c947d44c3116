SELECT entry.posted_on, entry.posted_at, entry.kind, staff.name,
       coalesce((SELECT sum(posting.amount * account.side) FROM posting JOIN account ON account.id = posting.account_id
                 WHERE posting.entry_id = entry.id AND account.kind IN ('lot.principal', 'lot.gift')), 0) AS amount,
       card_event.act, (SELECT card.code FROM card WHERE card.id = card_event.card_id) AS card,
       coalesce(json_extract(card_event.facts, '$.transfer.to'), json_extract(card_event.facts, '$.share.with'),
                json_extract(card_event.facts, '$.unshare.with'), json_extract(card_event.facts, '$.extend.until'), '') AS other
FROM entry JOIN staff ON staff.id = entry.staff_id
LEFT JOIN card_event ON card_event.command_id = entry.command_id AND entry.kind = 'card_change'
WHERE entry.member_id = :member AND entry.bill_id IS NULL ORDER BY entry.id DESC LIMIT :limit
