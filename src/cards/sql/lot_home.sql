SELECT bought_at FROM lot WHERE id = :lot
