SELECT count(*) AS hqs FROM peer WHERE role = 'hq'
