SELECT coalesce(max(hq_version), 0) AS version FROM clearing_from
