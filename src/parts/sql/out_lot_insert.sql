INSERT INTO part_out_lot (part_id, lot_id, principal, gift, points) VALUES (:part, :lot, :principal, :gift, :points)
