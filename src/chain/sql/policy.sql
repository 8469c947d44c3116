SELECT phones FROM chain_policy ORDER BY id DESC LIMIT 1
