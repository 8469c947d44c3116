INSERT INTO discount (version, place, name, item_id, category, price, spend, off, every, cards, members, since, until, weekdays,
    from_minute, to_minute)
VALUES (:version, :place, :name, :item, :category, :price, :spend, :off, :every, :cards, :members, :since, :until, :weekdays,
    :from, :to)
