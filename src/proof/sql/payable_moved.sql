SELECT account.ref, -sum(posting.amount) AS amount FROM posting JOIN account ON account.id = posting.account_id
WHERE posting.entry_id = :entry AND account.kind = 'payable.staff' GROUP BY account.ref
