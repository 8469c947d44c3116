SELECT id, home, member, serving, guest, kind, amount, card, item, moves, expires_on, on_day,
    EXISTS (SELECT 1 FROM grant_end WHERE grant_end.grant_id = part_grant.id) AS revoked
FROM part_grant WHERE expires_on >= :today ORDER BY expires_on, id
