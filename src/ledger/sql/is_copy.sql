SELECT max(id) IS NOT NULL AS copy FROM replica_mark
