INSERT INTO change (command_id, area, ref, at, before, after) VALUES (:command, :area, :ref, :at, :before, :after)
