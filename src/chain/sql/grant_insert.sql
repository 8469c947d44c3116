INSERT INTO part_grant (id, home, member, serving, guest, kind, amount, card, item, moves, expires_on, on_day, at, by_id, command_id)
VALUES (:id, :home, :member, :serving, :guest, :kind, :amount, :card, :item, :moves, :expires, :day, :at, :by, :command)
