SELECT payout.id, payout.staff_id, payout.month, payout.tender, payout.amount, payout.undoes, payout.on_day, payout.at, payout.by_id,
       payout.second_id, payout.note, payout.sheet, payout.entry_id,
       (SELECT back.id FROM payout AS back WHERE back.undoes = payout.id) AS undone_by
FROM payout WHERE payout.id = :id
