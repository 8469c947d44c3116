SELECT member.number, member.name, card.name AS card, card.expires_on, account.balance AS sessions FROM card
JOIN account ON account.kind = 'card.sessions' AND account.ref = card.id AND account.balance > 0
JOIN member ON member.id = card.member_id
WHERE card.kind = 'session' AND card.state = 'open' AND card.expires_on >= :from AND card.expires_on <= :to
ORDER BY card.expires_on, card.id
