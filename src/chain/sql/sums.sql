SELECT account.kind, sum(posting.amount) AS amount
FROM posting JOIN account ON account.id = posting.account_id
WHERE posting.entry_id > :from AND posting.entry_id <= :to
GROUP BY account.kind
