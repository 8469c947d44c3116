INSERT INTO part_ask (home, who, member_id, kind, amount, item_id, note, on_day, at, by_id, command_id)
VALUES (:home, :who, :member, :kind, :amount, :item, :note, :day, :at, :by, :command)
