INSERT INTO account (kind, ref, unit, unit_ref, side, floor) VALUES (:kind, :ref, :unit, :unit_ref, :side, :floor)
