SELECT code, name, role, state, key, pair FROM peer WHERE code = :code ORDER BY id DESC LIMIT 1
