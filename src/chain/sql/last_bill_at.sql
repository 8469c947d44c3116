SELECT coalesce(max(bill_id), 0) AS bill FROM entry WHERE id <= :entry AND bill_id IS NOT NULL
