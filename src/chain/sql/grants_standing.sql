SELECT id, home, member, serving, guest, kind, amount, card, item, moves, expires_on FROM part_grant
WHERE expires_on >= :today ORDER BY expires_on, id
