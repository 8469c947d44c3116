SELECT count(*) AS bills FROM entry WHERE id > :after AND id <= :through AND bill_id IS NOT NULL
