-- What an account held at the end of a day and of each later day on which it moved.
WITH moved (day, amount) AS (
    SELECT :day, 0
    UNION ALL
    SELECT max(entry.posted_on, :day), account.side * posting.amount
    FROM account
    JOIN posting ON posting.account_id = account.id
    JOIN entry ON entry.id = posting.entry_id
    WHERE account.kind = :kind AND account.ref = :ref),
by_day (day, amount) AS (SELECT day, sum(amount) FROM moved GROUP BY day)
SELECT day, sum(amount) OVER (ORDER BY day) AS total FROM by_day ORDER BY day
