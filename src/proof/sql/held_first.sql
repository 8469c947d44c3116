-- Whose each holding is by its row, and whose it was by the first entry that touched it.
SELECT 'lot' AS what, lot.id, lot.member_id AS holder, entry.seq, entry.member_id AS first
FROM lot JOIN entry ON entry.id = (
    SELECT min(posting.entry_id) FROM account JOIN posting ON posting.account_id = account.id
    WHERE account.kind IN ('lot.principal', 'lot.gift') AND account.ref = lot.id)
UNION ALL
SELECT 'points', points_lot.id, points_lot.member_id, entry.seq, entry.member_id
FROM points_lot JOIN entry ON entry.id = (
    SELECT min(posting.entry_id) FROM account JOIN posting ON posting.account_id = account.id
    WHERE account.kind = 'points.lot' AND account.ref = points_lot.id)
UNION ALL
SELECT 'card', card.id, card.member_id, entry.seq, entry.member_id
FROM card JOIN entry ON entry.id = (
    SELECT min(posting.entry_id) FROM account JOIN posting ON posting.account_id = account.id
    WHERE account.kind IN ('card.value', 'card.sessions') AND account.ref = card.id)
UNION ALL
SELECT 'debt', debt.id, debt.member_id, entry.seq, entry.member_id
FROM debt JOIN entry ON entry.id = (
    SELECT min(posting.entry_id) FROM account JOIN posting ON posting.account_id = account.id
    WHERE account.kind = 'debt' AND account.ref = debt.id)
