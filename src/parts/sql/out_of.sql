SELECT part_out.id, part_out.kind, part_out.amount, part_out.principal, part_out.gift, part_out.card_id,
    part_out.expires_on, part_out.member_id,
    coalesce((SELECT sum(part_end.amount) FROM part_end WHERE part_end.part_id = part_out.id AND end_kind = 'used'), 0)
        AS amount_used,
    coalesce((SELECT sum(part_end.principal) FROM part_end WHERE part_end.part_id = part_out.id AND end_kind = 'used'), 0)
        AS principal_used,
    coalesce((SELECT sum(part_end.gift) FROM part_end WHERE part_end.part_id = part_out.id AND end_kind = 'used'), 0)
        AS gift_used,
    coalesce((SELECT sum(part_end.amount) FROM part_end WHERE part_end.part_id = part_out.id AND end_kind = 'back'), 0)
        AS amount_back,
    coalesce((SELECT sum(part_end.principal) FROM part_end WHERE part_end.part_id = part_out.id AND end_kind = 'back'), 0)
        AS principal_back,
    coalesce((SELECT sum(part_end.gift) FROM part_end WHERE part_end.part_id = part_out.id AND end_kind = 'back'), 0)
        AS gift_back
FROM part_out WHERE part_out.serving = :serving AND part_out.ask = :ask
