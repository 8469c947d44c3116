SELECT entry.id, entry.seq, entry.epoch, entry.kind, entry.command_key, entry.bill_id, entry.member_id,
       reversed.seq AS reversed_seq, entry.staff_id, entry.posted_on, entry.posted_at, entry.facts,
       seal.postings AS sealed, seal.hash, posting.account_id, posting.amount,
       account.kind AS account_kind, account.ref, account.unit, account.unit_ref, account.side
FROM entry
LEFT JOIN seal ON seal.entry_id = entry.id
LEFT JOIN entry AS reversed ON reversed.id = entry.reverses
LEFT JOIN posting ON posting.entry_id = entry.id
LEFT JOIN account ON account.id = posting.account_id
WHERE entry.id > :from
ORDER BY entry.id, posting.line
