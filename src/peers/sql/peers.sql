SELECT code, name, role, state, key, pair FROM peer
WHERE id = (SELECT max(newer.id) FROM peer AS newer WHERE newer.code = peer.code)
ORDER BY role, code
