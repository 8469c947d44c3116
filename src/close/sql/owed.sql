SELECT member.number, account.balance
FROM account JOIN debt ON debt.id = account.ref JOIN member ON member.id = debt.member_id
WHERE account.kind = 'debt' AND account.balance > 0 ORDER BY debt.id
