SELECT coalesce(sum(principal), 0) AS principal, coalesce(sum(gift), 0) AS gift FROM lot
WHERE member_id = :member AND gift_rule = 'import'
    AND NOT EXISTS (SELECT 1 FROM import_rollback WHERE batch_id = lot.gift_version)
