SELECT card.id, card.code, card.member_id, card.kind, card.name, card.price, card.sessions, card.gift_sessions,
       card.gift_mode, card.used_before, card.term_days, card.frozen_days, card.bought_on, card.starts_on, card.expires_on, card.state, card.frozen_on,
       card.bill_id, card.bill_line,
       coalesce((SELECT balance FROM account WHERE kind = 'card.sessions' AND ref = card.id), 0) AS sessions_left,
       coalesce((SELECT balance FROM account WHERE kind = 'card.value' AND ref = card.id), 0) AS value_left,
       coalesce((SELECT balance FROM account WHERE kind = 'card.unpaid' AND ref = card.id), 0) AS unpaid
FROM card WHERE card.id = :id
