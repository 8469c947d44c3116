SELECT coalesce(sum(posting.amount), 0) AS amount
FROM account JOIN posting ON posting.account_id = account.id AND posting.entry_id > :entry
WHERE account.kind = :kind AND account.ref = 0
