INSERT INTO part_in (home, ask, member_id, kind, amount, principal, gift, lot_id, card_id, points_id, expires_on, on_day,
    at, by_id, entry_id, command_id, granted)
VALUES (:home, :ask, :member, :kind, :amount, :principal, :gift, :lot, :card, :points, :expires, :day, :at, :by, :entry,
    :command, :granted)
