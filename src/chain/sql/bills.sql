SELECT count(*) AS bills, coalesce(sum((
    SELECT sum(posting.amount)
    FROM entry
    JOIN posting ON posting.entry_id = entry.id
    JOIN account ON account.id = posting.account_id
    WHERE entry.bill_id = bill.id AND account.kind GLOB 'till.*')), 0) AS received
FROM bill WHERE id > :from AND id <= :to
