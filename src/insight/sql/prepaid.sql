-- What a part of another store brought was paid there, not here.
SELECT member_id, min(bought_on) AS bought_on FROM lot
WHERE from_lot IS NULL AND bought_at = :store AND bought_on <= :until GROUP BY member_id
UNION ALL
SELECT member_id, min(bought_on) AS bought_on FROM card
WHERE state <> 'withdrawn' AND bought_on <= :until AND NOT EXISTS (SELECT 1 FROM part_in WHERE part_in.card_id = card.id)
GROUP BY member_id
