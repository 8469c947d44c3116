SELECT account.side * sum(posting.amount) AS balance
FROM account
JOIN posting ON posting.account_id = account.id
WHERE account.kind = :kind AND account.ref = :ref AND posting.entry_id <= :entry
GROUP BY account.id
