SELECT
    (SELECT coalesce(sum(balance), 0) FROM account WHERE kind IN ('lot.principal', 'card.value'))
    - (SELECT coalesce(sum(account.side * posting.amount), 0)
       FROM entry
       JOIN posting ON posting.entry_id = entry.id
       JOIN account ON account.id = posting.account_id
       WHERE entry.posted_on > :day AND account.kind IN ('lot.principal', 'card.value')) AS prepaid
