SELECT count(*) AS events FROM cross_event WHERE serving = :serving AND bill > :bill
