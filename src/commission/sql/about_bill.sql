WITH RECURSIVE held (lot, card, debt) AS (
    SELECT lot.id, NULL, NULL FROM lot WHERE lot.bill_id = :bill
    UNION SELECT NULL, card.id, NULL FROM card WHERE card.bill_id = :bill
    UNION SELECT NULL, NULL, debt.id FROM debt WHERE debt.bill_id = :bill
    UNION SELECT lot.id, NULL, NULL FROM held JOIN lot ON lot.from_lot = held.lot
    -- A card that another was given for.
    UNION SELECT NULL, later.id, NULL FROM held
    JOIN account ON account.kind = 'card.value' AND account.ref = held.card
    JOIN posting ON posting.account_id = account.id
    JOIN entry ON entry.id = posting.entry_id
    JOIN bill ON bill.id = entry.bill_id AND bill.kind = 'card_upgrade'
    JOIN card AS later ON later.bill_id = bill.id),
moved (id) AS (
    SELECT entry.bill_id FROM held
    JOIN account ON (account.kind = 'lot.principal' AND account.ref = held.lot)
        OR (account.kind = 'card.value' AND account.ref = held.card) OR (account.kind = 'debt' AND account.ref = held.debt)
    JOIN posting ON posting.account_id = account.id
    JOIN entry ON entry.id = posting.entry_id
    JOIN bill ON bill.id = entry.bill_id
    WHERE bill.kind IN ('card_refund', 'debt_payment')),
about (id) AS (
    SELECT :bill
    UNION SELECT moved.id FROM moved
    UNION SELECT bill.id FROM about JOIN bill ON bill.of_bill = about.id)
SELECT id FROM about ORDER BY id
