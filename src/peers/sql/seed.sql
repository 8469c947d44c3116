SELECT seed FROM chain_key WHERE id = 1
