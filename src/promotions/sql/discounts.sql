SELECT discount.place, discount.name, discount.item_id, item.code AS item, discount.category, discount.price, discount.spend,
       discount.off, discount.every, discount.cards, discount.members, discount.since, discount.until, discount.weekdays,
       discount.from_minute, discount.to_minute
FROM discount LEFT JOIN item ON item.id = discount.item_id
WHERE discount.version = :version
ORDER BY discount.place
