-- What made holdings somebody else's, in its order: cards that were handed on, files that were merged or taken apart.
SELECT card_event.at, card_event.id, 'hand_on' AS what, card_event.card_id AS one, member.id AS other, NULL AS moved
FROM card_event LEFT JOIN member ON member.number = json_extract(card_event.facts, '$.transfer.to')
WHERE card_event.act = 'transfer'
UNION ALL
SELECT made.at, made.id, 'merge', made.from_id, made.into_id, made.moved
FROM member_merge AS made WHERE made.undoes IS NULL
UNION ALL
SELECT made.at, made.id, 'apart', made.into_id, made.from_id, first.moved
FROM member_merge AS made JOIN member_merge AS first ON first.id = made.undoes
ORDER BY 1, 3, 2
