SELECT card.id, card.code, card.member_id, card.kind, card.name, card.price, card.sessions, card.gift_sessions,
       card.gift_mode, card.used_before, card.term_days, card.frozen_days, card.bought_on, card.starts_on, card.expires_on, card.state, card.frozen_on,
       card.bill_id, card.bill_line,
       coalesce((SELECT balance FROM account WHERE kind = 'card.sessions' AND ref = card.id), 0) AS sessions_left,
       coalesce((SELECT balance FROM account WHERE kind = 'card.value' AND ref = card.id), 0) AS value_left,
       coalesce((SELECT balance FROM account WHERE kind = 'card.unpaid' AND ref = card.id), 0) AS unpaid
FROM card CROSS JOIN account AS value ON value.kind = 'card.value' AND value.ref = card.id
WHERE card.id > :after AND card.kind = 'period' AND card.state IN ('open', 'lost') AND card.starts_on < :today AND value.balance > 0
ORDER BY card.id LIMIT 5000
