SELECT account.kind, account.ref, posting.amount
FROM posting JOIN account ON account.id = posting.account_id
WHERE posting.entry_id = :entry ORDER BY posting.line
