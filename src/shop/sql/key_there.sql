SELECT count(*) AS keys FROM chain_key WHERE id = 1
