SELECT part_ask.id, part_ask.home, part_ask.who, part_ask.kind, part_ask.amount, part_ask.note, part_ask.on_day,
    member.number, member.name, part_in.on_day AS taken_on, part_in.granted
FROM part_ask
JOIN member ON member.id = part_ask.member_id
LEFT JOIN part_in ON part_in.ask = part_ask.id
ORDER BY part_ask.id DESC LIMIT :limit
