SELECT count(*) AS cards FROM card
JOIN account ON account.kind = 'card.sessions' AND account.ref = card.id AND account.balance > 0
WHERE card.kind = 'session' AND card.state = 'open' AND card.expires_on >= :from AND card.expires_on <= :to
