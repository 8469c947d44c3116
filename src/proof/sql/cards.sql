SELECT card.code, card.price, card.state, card.sessions + card.gift_sessions AS sessions,
       coalesce((SELECT balance FROM account WHERE kind = 'card.sessions' AND ref = card.id), 0) AS left,
       coalesce((SELECT balance FROM account WHERE kind = 'card.value' AND ref = card.id), 0) AS value,
       coalesce((SELECT balance FROM account WHERE kind = 'card.unpaid' AND ref = card.id), 0) AS unpaid,
       coalesce((SELECT sum(account.balance) FROM debt
                 JOIN account ON account.kind = 'debt' AND account.ref = debt.id
                 WHERE debt.card_id = card.id), 0) AS debts
FROM card ORDER BY card.id
