SELECT version FROM clearing_from WHERE hq_version = :version
