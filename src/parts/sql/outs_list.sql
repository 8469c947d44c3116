SELECT part_out.id, part_out.serving, part_out.ask, part_out.who, part_out.kind, part_out.amount, part_out.principal,
    part_out.gift, part_out.expires_on, part_out.on_day, member.number, member.name,
    coalesce((SELECT sum(part_end.amount) FROM part_end WHERE part_end.part_id = part_out.id AND end_kind = 'used'), 0)
        AS amount_used,
    coalesce((SELECT sum(part_end.amount) FROM part_end WHERE part_end.part_id = part_out.id AND end_kind = 'back'), 0)
        AS amount_back,
    coalesce((SELECT max(part_end.through) FROM part_end WHERE part_end.part_id = part_out.id), '') AS through
FROM part_out JOIN member ON member.id = part_out.member_id
ORDER BY part_out.id DESC LIMIT :limit
