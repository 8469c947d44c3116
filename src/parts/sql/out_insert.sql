INSERT INTO part_out (serving, ask, who, member_id, kind, amount, principal, gift, card_id, expires_on, on_day, at, by_id,
    entry_id, command_id, lapses_on)
VALUES (:serving, :ask, :who, :member, :kind, :amount, :principal, :gift, :card, :expires, :day, :at, :by, :entry,
    :command, :lapses)
