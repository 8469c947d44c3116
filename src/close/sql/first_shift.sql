SELECT min(id) AS id FROM shift
