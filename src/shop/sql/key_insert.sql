INSERT INTO chain_key (id, seed, made_at) VALUES (1, :seed, :at)
