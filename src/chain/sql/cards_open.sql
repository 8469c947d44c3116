SELECT card.code, card.name, account.balance AS left,
    (SELECT item.code FROM card_service JOIN item ON item.id = card_service.item_id
     WHERE card_service.card_id = card.id ORDER BY item.id LIMIT 1) AS item
FROM card
JOIN member ON member.id = card.member_id
JOIN account ON account.kind = 'card.sessions' AND account.ref = card.id AND account.balance > 0
WHERE member.number = :number AND card.kind = 'session'
    AND NOT EXISTS (SELECT 1 FROM part_in WHERE part_in.card_id = card.id)
ORDER BY card.id
