INSERT INTO clearing_from (version, hq, hq_version) VALUES (:version, :hq, :of)
