WITH RECURSIVE origin (id, from_lot) AS (
    SELECT id, from_lot FROM points_lot WHERE id = :points
    UNION ALL
    SELECT points_lot.id, points_lot.from_lot FROM origin JOIN points_lot ON points_lot.id = origin.from_lot)
SELECT part_in.home FROM origin CROSS JOIN part_in ON part_in.points_id = origin.id
