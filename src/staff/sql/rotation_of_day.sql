SELECT staff_id, kind, bill_id FROM rotation_event WHERE day = :day ORDER BY id
